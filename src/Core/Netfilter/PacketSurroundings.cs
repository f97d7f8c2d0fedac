using NetPath.Core.Links;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Netfilter;

/// <summary>What rarer matches ask of the namespace that the packet is in. Here nothing is known; a walk knows more.</summary>
internal class PacketSurroundings
{
    /// <summary>Surroundings of which nothing is known.</summary>
    public static PacketSurroundings Unknown { get; } = new();

    /// <summary>The sockets that listen; null when they were not collected.</summary>
    public virtual ListeningSocketTable? Sockets => null;

    /// <summary>Whether the namespace has IPsec policies or keys.</summary>
    public virtual Truth UsesIpsec => Truth.Unknown;

    /// <summary>Whether routes or policy rules of the namespace carry realms.</summary>
    public virtual Truth UsesRealms => Truth.Unknown;

    /// <summary>Whether the packet carries the note of a bridge that handed it to the rules (nf_bridge_info_exists() in include/linux/netfilter_bridge.h).</summary>
    public virtual Truth HasBridgeNote => Truth.Unknown;

    /// <summary>The bridge port that the packet came in by; null when that is not known.</summary>
    public virtual string? InBridgePort => null;

    /// <summary>The bridge port that the packet leaves by, when a bridge only switches it; null else.</summary>
    public virtual string? OutBridgePort => null;

    /// <summary>The interface of that name; null when it is not known.</summary>
    public virtual Link? LinkOf(string device) => null;

    /// <summary>Whether no route leads to an address; null when that is not known.</summary>
    public virtual bool? IsUnreachable(IpAddress address) => null;

    /// <summary>The addresses in a list of the recent match; null when the list was not collected.</summary>
    public virtual IReadOnlyDictionary<IpAddress, RecentEntry>? RecentEntries(string list) => null;

    /// <summary>Whether the route back to the source passes the test of the rpfilter match.</summary>
    public virtual Truth PassesReversePath(ReversePathMatch match) => Truth.Unknown;
}
