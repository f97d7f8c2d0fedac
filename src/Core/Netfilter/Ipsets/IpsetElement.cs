namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>
/// An element of a set as the key by which it is found. What the set's type does not have is 0. An interface is no part of it: the kernel too
/// finds the network first (hash:net,iface).
/// </summary>
/// <param name="First">The first address, without the bits that the network leaves open.</param>
/// <param name="FirstLength">Length of the first network; all bits for an address.</param>
/// <param name="Second">The second address.</param>
/// <param name="SecondLength">Length of the second network.</param>
/// <param name="Detail">Protocol and port, the mark, or the Ethernet address: no type has two of these.</param>
internal readonly record struct IpsetElement(UInt128 First, byte FirstLength, UInt128 Second, byte SecondLength, ulong Detail)
{
    /// <summary>A protocol and its port in one number.</summary>
    public static ulong PortDetail(int protocol, int port) => ((ulong)protocol << 16) | (uint)port;
}
