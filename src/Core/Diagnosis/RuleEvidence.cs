using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>Rules and chains as evidence.</summary>
internal static class RuleEvidence
{
    /// <summary>The line that declares a chain; its first rule where none does.</summary>
    public static Evidence? Of(Chain chain) => chain.Line > 0 ? new Evidence(chain.File, chain.Line, $":{chain.Name} {chain.Policy ?? "-"}")
        : chain.RuleCount > 0 ? chain.RuleAt(0).Evidence
        : null;

    /// <summary>The first rules of a chain.</summary>
    public static IEnumerable<Evidence> Rules(Chain chain, int most = 8) => Enumerable.Range(0, Math.Min(chain.RuleCount, most)).Select(index => chain.RuleAt(index).Evidence);

    /// <summary>Those of the pieces that are there.</summary>
    public static Evidence[] Join(params IEnumerable<Evidence?> pieces) => [.. pieces.OfType<Evidence>().Distinct()];
}
