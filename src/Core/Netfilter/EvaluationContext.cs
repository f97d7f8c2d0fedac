using System.Collections.Immutable;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Netfilter;

/// <summary>Everything a rule can ask about one packet at one hook. What the rule needs to know of the namespace is handed in as functions.</summary>
internal sealed record EvaluationContext
{
    /// <summary>The packet as it is now.</summary>
    public required Packet Packet { get; init; }

    /// <summary>Where in the stack.</summary>
    public required Hook Hook { get; init; }

    /// <summary>Interface it came in by; null for a packet that this namespace sent.</summary>
    public string? InInterface { get; init; }

    /// <summary>True when this namespace sent it, at every hook; false when it came in by an interface.</summary>
    public bool IsSentHere { get; init; }

    /// <summary>Interface it leaves by; null before routing and for a packet to this namespace.</summary>
    public string? OutInterface { get; init; }

    /// <summary>What conntrack knows; null before the conntrack hook has seen the packet (raw PREROUTING and raw OUTPUT).</summary>
    public Connection? Connection { get; init; }

    /// <summary>What a raw rule has told connection tracking already; null for nothing.</summary>
    public ConntrackTemplate? Template { get; init; }

    /// <summary>The local socket that TPROXY gave the packet to; null for none.</summary>
    public ProxySocket? Proxy { get; init; }

    /// <summary>The ipsets that rules of this walk have changed: what the snapshot says of their members may be over. Null for none.</summary>
    public ImmutableHashSet<string>? ChangedSets { get; init; }

    /// <summary>The listening socket for a protocol, an address and a port; null when the sockets were not collected.</summary>
    public Func<Protocol, IpAddress, int, SocketLookup?> FindSocket { get; init; } = (_, _, _) => null;

    /// <summary>The kernel's type of an address here (RTN_LOCAL, …), by the local table and, if given, limited to one interface; null when not known.</summary>
    public required Func<IpAddress, string?, AddressType?> AddressTypeOf { get; init; }

    /// <summary>The address that the kernel takes for packets that leave by an interface (MASQUERADE); null when not known.</summary>
    public required Func<string, IpAddress?> AddressOfInterface { get; init; }

    /// <summary>The addresses of an interface itself, of which REDIRECT takes the first; null when not known.</summary>
    public required Func<string, IReadOnlyList<IpAddress>?> AddressesOn { get; init; }

    /// <summary>The sets of the namespace, or why they are not known.</summary>
    public Func<(IpsetTable? Sets, string? Missing)> Ipsets { get; init; } = static () => (null, "the sets were not collected");

    /// <summary>The Ethernet header that the packet came in with; null for a packet without one.</summary>
    public EthernetHeader? Ethernet { get; init; }

    /// <summary>What rarer matches ask.</summary>
    public PacketSurroundings Surroundings { get; init; } = PacketSurroundings.Unknown;

    /// <summary>Told of each rule that is asked, and what came of it; null when nobody wants to know, which then costs nothing.</summary>
    public Action<string>? Observe { get; init; }

    /// <summary>Ends the evaluation.</summary>
    public CancellationToken Cancellation { get; init; }
}
