namespace NetPath.Core.Routing;

/// <summary>What the kernel does with a packet that a route matches (RTN_* of rtnetlink.h).</summary>
public enum RouteType
{
    /// <summary>A type that NetPath does not know, or that has no fixed meaning; a lookup that ends here is unknown.</summary>
    Unknown,

    /// <summary>Send it to a next hop.</summary>
    Unicast,

    /// <summary>Deliver it here.</summary>
    Local,

    /// <summary>Deliver it here as a broadcast, and send it as one.</summary>
    Broadcast,

    /// <summary>Deliver it here; several machines have this address.</summary>
    Anycast,

    /// <summary>A multicast group.</summary>
    Multicast,

    /// <summary>Drop it silently; a local sender gets EINVAL.</summary>
    Blackhole,

    /// <summary>Drop it and answer "host unreachable".</summary>
    Unreachable,

    /// <summary>Drop it and answer "administratively prohibited".</summary>
    Prohibit,

    /// <summary>Leave this table; the lookup goes on with the next policy rule.</summary>
    Throw,
}
