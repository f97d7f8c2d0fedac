namespace NetPath.Core.Netfilter;

/// <summary>What a raw rule told connection tracking about a packet that it has not seen yet. The first rule that does so counts.</summary>
/// <param name="Untracked">NOTRACK: the packet has no connection.</param>
/// <param name="Zone">The zone to look in.</param>
/// <param name="Helper">The helper that a new connection gets; null for none.</param>
internal sealed record ConntrackTemplate(bool Untracked, ConntrackZone Zone, string? Helper)
{
    public static ConntrackTemplate NoTrack { get; } = new(true, ConntrackZone.Default, null);
}
