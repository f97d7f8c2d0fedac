using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Targets;

/// <summary>
/// TPROXY: hands the packet to a local socket and leaves its addresses as they are. Without a socket that has the option IP_TRANSPARENT the kernel drops it; a
/// policy rule has to lead the packet here, which is what the mark is for.
/// </summary>
/// <param name="OnAddress">The socket's address; null for the first address of the interface that the packet came in by.</param>
/// <param name="OnPort">The socket's port; 0 for the packet's own destination port.</param>
/// <param name="ClearMask">Bits of the packet's mark that are cleared.</param>
/// <param name="XorValue">Bits that are flipped then.</param>
public sealed record TransparentProxyTarget(IpAddress? OnAddress, int OnPort, uint ClearMask, uint XorValue) : Target
{
    /// <inheritdoc/>
    public override string Name => "TPROXY";

    internal uint Apply(uint mark) => (mark & ~ClearMask) ^ XorValue;
}
