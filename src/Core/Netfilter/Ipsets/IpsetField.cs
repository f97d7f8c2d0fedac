namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>One of the parts that the elements of a set are made of, as the type's name lists them.</summary>
public enum IpsetField
{
    /// <summary>ip: one address.</summary>
    Address,

    /// <summary>net: a network; among those that hold an address the most specific decides.</summary>
    Network,

    /// <summary>port: a protocol with its port, or its ICMP type and code.</summary>
    Port,

    /// <summary>mac: an Ethernet address.</summary>
    HardwareAddress,

    /// <summary>mark: the packet's mark.</summary>
    Mark,

    /// <summary>iface: the interface that the packet came in by or leaves by.</summary>
    Interface,

    /// <summary>set: another set.</summary>
    Set,
}
