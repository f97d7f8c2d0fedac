using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Targets;

/// <summary>NETMAP: moves an address into another network and keeps its host part; the destination where packets arrive, the source where they leave.</summary>
/// <param name="Network">The other network.</param>
public sealed record NetworkMapTarget(IpPrefix Network) : Target
{
    /// <inheritdoc/>
    public override string Name => "NETMAP";

    internal IpAddress Map(IpAddress address)
    {
        int hostBits = address.Width - Network.Length;
        UInt128 hosts = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        return IpAddress.FromBits(Network.Address.Bits | (address.Bits & hosts), address.Family);
    }
}
