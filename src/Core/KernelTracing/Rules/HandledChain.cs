namespace NetPath.Core.KernelTracing.Rules;

/// <summary>The rules of one nftables chain by their handles, in the chain's order.</summary>
internal sealed class HandledChain
{
    private readonly Dictionary<ulong, (int Number, int Offset, int Length)> _rules = [];

    /// <summary>How many rules the chain has.</summary>
    public int RuleCount { get; private set; }

    public void Add(ulong handle, int offset, int length) => _rules[handle] = (++RuleCount, offset, length);

    /// <summary>The rule's number in the chain, counted from 1, and where its JSON stands; null when the chain has no rule with this handle.</summary>
    public (int Number, int Offset, int Length)? Find(ulong handle) => _rules.TryGetValue(handle, out (int, int, int) rule) ? rule : null;
}
