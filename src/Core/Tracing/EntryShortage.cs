using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Why connection tracking cannot make an entry for a new connection.</summary>
/// <param name="Problem">What there is none of.</param>
/// <param name="Remedied">What would have to be so for the packet to go on all the same.</param>
/// <param name="Evidence">The settings, rules or entries that say so.</param>
/// <param name="IsCertain">True when the snapshot shows that nothing gives way; false when it does not tell.</param>
internal sealed record EntryShortage(string Problem, string Remedied, Evidence[] Evidence, bool IsCertain)
{
    /// <summary>The state in which the packet goes on; null when it cannot. The way on which it is dropped is handed to the walk.</summary>
    public WalkState? Pass(WalkState state, string hook, Action<WalkState, Disposition, string> finish)
    {
        WalkState passed = state.Assuming($"taken to go on: {Remedied}", Evidence[0]);
        if (!IsCertain && passed == state)
        {
            return state;
        }

        WalkState dropped = IsCertain ? state : state.Assuming($"taken to end here: {Problem}", Evidence[0], matched: false);
        finish(dropped.With(Hop(state, hook)), Disposition.NoConntrackEntry, $"{Problem}: the kernel drops the first packet of a new connection");
        return IsCertain ? null : passed;
    }

    private ConntrackHop Hop(WalkState state, string hook) => new()
    {
        Hook = hook,
        Owner = PathOwner.Kernel,
        Place = state.Space.Name,
        Description = $"conntrack makes no entry: {Problem}",
        Before = state.Packet,
        After = state.Packet,
        Evidence = Evidence,
    };
}
