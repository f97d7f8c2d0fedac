namespace NetPath.Core.Snapshots.Comparison;

/// <summary>What of two snapshots is compared.</summary>
public enum DifferenceKind
{
    /// <summary>The node itself: its name and its kernel.</summary>
    Node,

    /// <summary>A network namespace, as a rule a pod's.</summary>
    Namespace,

    /// <summary>A network interface.</summary>
    Link,

    /// <summary>An IP address of an interface.</summary>
    Address,

    /// <summary>An entry of a bridge's or a VXLAN device's forwarding database that somebody wrote; learned ones come and go.</summary>
    ForwardingEntry,

    /// <summary>A route.</summary>
    Route,

    /// <summary>A policy rule (ip rule).</summary>
    PolicyRule,

    /// <summary>An entry of the neighbour table (ARP, NDP).</summary>
    Neighbour,

    /// <summary>A kernel setting.</summary>
    Sysctl,

    /// <summary>A listening socket.</summary>
    Socket,

    /// <summary>What resolv.conf says.</summary>
    Dns,

    /// <summary>A chain of packet rules.</summary>
    Chain,

    /// <summary>A packet rule of a chain that is in both.</summary>
    Rule,

    /// <summary>An ipset, or an element of one.</summary>
    Set,

    /// <summary>A Service port of kube-proxy's rules.</summary>
    Service,

    /// <summary>An endpoint of a Service port.</summary>
    Endpoint,

    /// <summary>How connections to an endpoint of a Service port end.</summary>
    Outcome,
}
