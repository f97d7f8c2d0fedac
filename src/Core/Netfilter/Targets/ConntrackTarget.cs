namespace NetPath.Core.Netfilter.Targets;

/// <summary>CT without --notrack: how connection tracking is to handle the connection that the packet opens.</summary>
/// <param name="Zone">The zone; null when none is set, and with <paramref name="ZoneIsMark"/>.</param>
/// <param name="ZoneIsMark">True with <c>--zone mark</c>: the packet's mark names the zone.</param>
/// <param name="Helper">The helper (such as ftp) of the connection; null when none is set.</param>
/// <param name="Options">All options as the rule gives them; --ctevents, --expevents and --timeout do not change a packet's way.</param>
public sealed record ConntrackTarget(ConntrackZone? Zone, bool ZoneIsMark, string? Helper, string Options) : Target
{
    /// <inheritdoc/>
    public override string Name => "CT";

    // nf_ct_zone_tmpl() keeps 16 bits of the mark.
    internal ConntrackZone ZoneOf(uint mark) => Zone is not ConntrackZone zone ? ConntrackZone.Default : ZoneIsMark ? zone with { Id = (ushort)mark } : zone;
}
