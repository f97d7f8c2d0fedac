using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter;

/// <summary>What a raw rule told connection tracking about a packet that it has not seen yet. The first rule that does so counts.</summary>
/// <param name="Untracked">NOTRACK: the packet has no connection.</param>
/// <param name="Zone">The zone to look in.</param>
/// <param name="Helper">The helper that a new connection gets; null for none.</param>
internal sealed record ConntrackTemplate(bool Untracked, ConntrackZone Zone, string? Helper)
{
    public static ConntrackTemplate NoTrack { get; } = new(true, ConntrackZone.Default, null);

    /// <summary>
    /// What rules behind that one see of the packet's connection (nf_ct_get): the template, which is NEW and has no tuples, or with NOTRACK none, which
    /// is UNTRACKED (xt_ct_target() in net/netfilter/xt_CT.c, conntrack_mt() in net/netfilter/xt_conntrack.c).
    /// </summary>
    public Connection Shown(Packet packet)
    {
        IpAddress none = IpAddress.Any(packet.Version);
        Packet tuple = Untracked ? packet : new Packet(Protocol.Any, none, none, 0, 0);
        return new Connection
        {
            State = Untracked ? ConnectionState.Untracked : ConnectionState.New,
            Original = tuple,
            Reply = tuple.Reversed(),
            Zone = Zone,
            Helper = Helper,
        };
    }
}
