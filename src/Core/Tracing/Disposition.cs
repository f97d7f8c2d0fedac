namespace NetPath.Core.Tracing;

/// <summary>How a packet's way ends. Each value says what happened to the packet; what the client sees of it is the <see cref="Symptom"/>.</summary>
public enum Disposition
{
    /// <summary>The snapshot does not hold, or NetPath does not model, what decides here.</summary>
    Inconclusive,

    /// <summary>A listening socket of the destination takes the packet.</summary>
    Delivered,

    /// <summary>The packet arrives where it should, and no socket listens on its port.</summary>
    NotListening,

    /// <summary>
    /// A socket listens, but connections that its program has not accepted fill its queue: the kernel drops every further SYN, and nobody is told. The client
    /// sends it again for a while, and gets in when the program has caught up by then.
    /// </summary>
    BacklogFull,

    /// <summary>A rule or a policy of a chain drops the packet; nobody is told.</summary>
    Dropped,

    /// <summary>
    /// Connection tracking cannot make the entry that a new connection needs: its table is full, or no source port is left for the translation. The kernel drops
    /// the packet, and nobody is told.
    /// </summary>
    NoConntrackEntry,

    /// <summary>A rule rejects the packet, and the sender is told.</summary>
    Rejected,

    /// <summary>No route leads to the destination.</summary>
    NoRoute,

    /// <summary>A blackhole route or rule takes the packet; nobody is told.</summary>
    Blackholed,

    /// <summary>An unreachable route or rule takes the packet, and the sender is told.</summary>
    Unreachable,

    /// <summary>A prohibit route or rule takes the packet, and the sender is told.</summary>
    Prohibited,

    /// <summary>The next hop does not answer to ARP or neighbour discovery.</summary>
    NeighbourUnresolved,

    /// <summary>The neighbour table names another station than the one at the other end, which ignores the frame; nobody is told.</summary>
    NeighbourMismatch,

    /// <summary>The tunnel device knows no far end for the packet's next hop; nobody is told.</summary>
    NoTunnelEndpoint,

    /// <summary>
    /// The encapsulated packet gets to the other node, where no tunnel device takes it: identifier, port or addresses differ, or the device is down. The
    /// client is not told.
    /// </summary>
    TunnelMismatch,

    /// <summary>The interface that the packet should leave by is missing, down, or has no carrier.</summary>
    LinkDown,

    /// <summary>Forwarding is off on the interface that the packet came in by.</summary>
    ForwardingDisabled,

    /// <summary>The reverse-path filter drops the packet: the route back to its source leaves by another interface.</summary>
    ReversePathFiltered,

    /// <summary>The kernel does not accept such a source or destination on this interface (RFC 1812, "martian").</summary>
    Martian,

    /// <summary>The packet leaves by an interface whose other end is not in the snapshot; up to there nothing stood in its way.</summary>
    LeavesSnapshot,

    /// <summary>
    /// The packet still carries a Service's virtual IP, which no machine has: a link of kube-proxy's chains is missing, or another rule keeps the packet from
    /// them. What the client sees is then up to the machine that the packet is sent to, mostly a time-out.
    /// </summary>
    NotTranslated,

    /// <summary>The time to live ran out: a rule set it too low, or the packet goes in circles.</summary>
    TimeToLiveExceeded,

    /// <summary>No packet is sent: the client does not get an address for the Service's name.</summary>
    NameNotResolved,

    /// <summary>Only for a whole trace: its outcomes end differently.</summary>
    Mixed,
}
