using NetPath.Core.Conntrack;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter;

/// <summary>What the connection tracking of one namespace knows about the packet's connection while the packet is in that namespace.</summary>
internal sealed record Connection
{
    /// <summary>State as rules see it.</summary>
    public ConnectionState State { get; init; } = ConnectionState.New;

    /// <summary>True when the packet travels against the direction of the connection's first packet.</summary>
    public bool IsReply { get; init; }

    /// <summary>True when the kernel has an entry for the packet; without one (invalid, untracked) no mark and no tuple can be compared.</summary>
    public bool IsTracked => State is not (ConnectionState.Invalid or ConnectionState.Untracked);

    /// <summary>The tuple of the first packet before any rule rewrote it.</summary>
    public required Packet Original { get; init; }

    /// <summary>The tuple of the packets that come back: the translated flow, reversed.</summary>
    public required Packet Reply { get; init; }

    /// <summary>IPS_DST_NAT: the destination is translated.</summary>
    public bool DestinationTranslated { get; init; }

    /// <summary>IPS_SRC_NAT: the source is translated.</summary>
    public bool SourceTranslated { get; init; }

    /// <summary>The zone that the connection is kept in.</summary>
    public ConntrackZone Zone { get; init; } = ConntrackZone.Default;

    /// <summary>The helper that a rule gave to the connection (CT --helper); null for none.</summary>
    public string? Helper { get; init; }

    /// <summary>The entry that was there before the walk; null for a connection that the walk opens.</summary>
    public ConntrackEntry? Entry { get; init; }

    /// <summary>The connection's own mark (CONNMARK).</summary>
    public uint Mark { get; init; }

    /// <summary>The nat table has been asked for a new destination (IPS_DST_NAT_DONE).</summary>
    public bool DestinationNatDone { get; init; }

    /// <summary>The nat table has been asked for a new source (IPS_SRC_NAT_DONE).</summary>
    public bool SourceNatDone { get; init; }
}
