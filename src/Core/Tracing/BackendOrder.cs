using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>
/// Which iptables backend is asked first where both hold rules in a table. Both register their hooks with the same priority, and the kernel puts the one that came
/// last in front (nf_hook_entries_grow in net/netfilter/core.c); a snapshot does not tell which that was.
/// </summary>
internal static class BackendOrder
{
    /// <summary>Whether the way has settled that legacy comes first; null when it has not been asked yet.</summary>
    public static bool? Settled(WalkState state, TableKind table)
    {
        Evidence evidence = EvidenceFor(state, table);
        return state.Assumptions.Find(assumption => assumption.Evidence == evidence)?.Matched;
    }

    /// <summary>The state on the way where one order is assumed.</summary>
    public static WalkState Settle(WalkState state, TableKind table, bool legacyFirst) => state.Assuming(
        $"taken in the order {(legacyFirst ? "legacy, nft" : "nft, legacy")}: both iptables backends hold rules in {table.ToString().ToLowerInvariant()} of {state.Space.Name}, "
            + "and the one whose table was made last is asked first, which a snapshot does not tell",
        EvidenceFor(state, table),
        legacyFirst);

    private static Evidence EvidenceFor(WalkState state, TableKind table) => new(
        $"{state.Space.Space.Path}/netfilter",
        0,
        $"{table.ToString().ToLowerInvariant()} exists in iptables-legacy and in iptables-nft");
}
