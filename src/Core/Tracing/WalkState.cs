using System.Collections.Immutable;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Where a packet is on its walk, and everything that happened to it so far. Never changed: each step makes a new one.</summary>
internal sealed record WalkState
{
    /// <summary>The namespace that the packet is in.</summary>
    public required NamespaceView Space { get; init; }

    public required Packet Packet { get; init; }

    /// <summary>What conntrack of this namespace knows; null before its hook.</summary>
    public Connection? Connection { get; init; }

    /// <summary>What a raw rule told conntrack about the packet: NOTRACK, a zone, a helper; null for nothing.</summary>
    public ConntrackTemplate? Template { get; init; }

    /// <summary>A raw rule said NOTRACK.</summary>
    public bool Untracked => Template is { Untracked: true };

    /// <summary>The local socket that TPROXY gave the packet to; null for none.</summary>
    public ProxySocket? Proxy { get; init; }

    /// <summary>The ipsets and entries of recent lists that rules have changed on this walk, by namespace; null for none.</summary>
    public ImmutableDictionary<NamespaceView, ImmutableHashSet<string>>? ChangedSets { get; init; }

    /// <summary>The interface the packet came in by; null for one that this namespace sent.</summary>
    public string? InInterface { get; init; }

    /// <summary>The Ethernet header that the packet arrived with; null when it has none.</summary>
    public EthernetHeader? Ethernet { get; init; }

    /// <summary>The bridge port that handed it to <see cref="InInterface"/>; null when that is no bridge, or the port is not known.</summary>
    public string? BridgePort { get; init; }

    /// <summary>The bridge port that a bridge switches it to; null when no bridge does.</summary>
    public string? OutBridgePort { get; init; }

    /// <summary>A bridge has asked the rules of PREROUTING for it: the IP stack does not ask them again (ip_sabotage_in() in br_netfilter_hooks.c).</summary>
    public bool PreroutingDone { get; init; }

    /// <summary>The interface the route chose.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The gateway that the route chose; null when the destination is on the link.</summary>
    public IpAddress? Gateway { get; init; }

    /// <summary>At OUTPUT: the packet as it was when rules made the kernel choose its route again; null when they did not.</summary>
    public Packet? RoutedAs { get; init; }

    public double Probability { get; init; } = 1;

    public ImmutableList<Assumption> Assumptions { get; init; } = [];

    public HopList Hops { get; init; } = HopList.Empty;

    /// <summary>The connections that the namespaces passed so far have tracked, by the namespace's path.</summary>
    public ImmutableList<(NamespaceView Space, Connection Connection)> Tracked { get; init; } = [];

    /// <summary>The connection tracking entries that the packet may belong to; null when it is the first of a new connection.</summary>
    public ExistingEntries? Entries { get; init; }

    /// <summary>On the way back: how the way there ended. Null on the way there.</summary>
    public Arrival? Arrival { get; init; }

    /// <summary>What a tunnel device has put into this packet; null for a packet that carries none.</summary>
    public Carried? Carried { get; init; }

    /// <summary>What in the snapshot names the far end of the tunnel; null for a packet that carries none.</summary>
    public Evidence? FarEnd { get; init; }

    /// <summary>The interface by which the packet must leave, as its sender is bound to it; null for any.</summary>
    public string? BoundTo { get; init; }

    /// <summary>The mark that the sender asks for the route with; null for the packet's own.</summary>
    public uint? RouteMark { get; init; }

    /// <summary>How often the packet entered a namespace: a walk in circles ends here before TTL does.</summary>
    public int Crossings { get; init; }

    public bool IsReply => Arrival is not null;

    public WalkState With(Hop hop)
    {
        hop.Node = Space.Node.Name;
        return this with { Hops = Hops.Add(hop) };
    }

    public WalkState Assuming(string text, Evidence evidence, bool matched = true)
    {
        Assumption assumption = new(text, evidence, matched);
        return Assumptions.Contains(assumption) ? this : this with { Assumptions = Assumptions.Add(assumption) };
    }
}
