using NetPath.Core.Netfilter;

namespace NetPath.Lab.Oracle;

/// <summary>The rules that are in the kernel: of one backend, or of both at once.</summary>
/// <param name="Nft">The rules of iptables-nft.</param>
/// <param name="Legacy">The rules of iptables-legacy.</param>
internal sealed record Loaded(GeneratedRuleset Nft, GeneratedRuleset Legacy)
{
    /// <summary>All rules.</summary>
    public IEnumerable<GeneratedRule> Rules => Nft.Rules.Concat(Legacy.Rules);

    /// <summary>True when both backends hold rules.</summary>
    public bool IsBoth => Nft.Rules.Count > 0 && Legacy.Rules.Count > 0;

    /// <summary>Which backends hold rules, for the reader.</summary>
    public string Backends => IsBoth ? "both" : Legacy.Rules.Count > 0 ? "legacy" : "nft";

    /// <summary>True when packets change what rules answer.</summary>
    public bool HasMemory => Nft.HasMemory || Legacy.HasMemory;

    /// <summary>The ruleset of a backend.</summary>
    public GeneratedRuleset Of(RulesetBackend backend) => backend == RulesetBackend.NfTables ? Nft : Legacy;

    /// <summary>The id of a rule by its place.</summary>
    public string Id(RulesetBackend backend, string table, string chain, int number) =>
        Of(backend).At(table, chain, number)?.Id ?? $"{backend} {table} {chain} rule {number}";

    /// <summary>The same without some rules.</summary>
    public Loaded Without(IReadOnlySet<string> ids) => new(Nft.Without(ids), Legacy.Without(ids));

    /// <summary>The rules with these ids, and all that can be reached by their jumps.</summary>
    public HashSet<string> Reachable(IEnumerable<string> ids)
    {
        HashSet<string> reached = [.. ids];
        Queue<GeneratedRule> open = new(Rules.Where(rule => reached.Contains(rule.Id)));
        while (open.TryDequeue(out GeneratedRule? rule))
        {
            foreach (GeneratedRule next in Rules.Where(next => rule.Target is not null && next.Table == rule.Table && next.Chain == rule.Target && reached.Add(next.Id)))
            {
                open.Enqueue(next);
            }
        }

        return reached;
    }
}
