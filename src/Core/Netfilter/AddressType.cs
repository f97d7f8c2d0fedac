namespace NetPath.Core.Netfilter;

/// <summary>The type the kernel's routing gives an address (RTN_*), as the addrtype match names it.</summary>
public enum AddressType
{
    /// <summary>UNSPEC: 0.0.0.0 or ::.</summary>
    Unspec,

    /// <summary>UNICAST: any other host's address.</summary>
    Unicast,

    /// <summary>LOCAL: an address of this namespace.</summary>
    Local,

    /// <summary>BROADCAST: a broadcast address of one of this namespace's networks.</summary>
    Broadcast,

    /// <summary>ANYCAST: an anycast address.</summary>
    Anycast,

    /// <summary>MULTICAST: a multicast address.</summary>
    Multicast,

    /// <summary>BLACKHOLE: a blackhole route.</summary>
    Blackhole,

    /// <summary>UNREACHABLE: an unreachable route.</summary>
    Unreachable,

    /// <summary>PROHIBIT: a prohibit route.</summary>
    Prohibit,

    /// <summary>THROW: a throw route.</summary>
    Throw,
}
