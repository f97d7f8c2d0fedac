using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Netfilter;

/// <summary>The local socket that TPROXY gave a packet to.</summary>
/// <param name="Address">The address that it was looked for on; null when that is not known.</param>
/// <param name="Port">Its port.</param>
/// <param name="Socket">The socket; null when the sockets were not collected.</param>
internal sealed record ProxySocket(IpAddress? Address, int Port, ListeningSocket? Socket)
{
    public override string ToString() => Socket?.ToString() ?? $"port {Port}{(Address is null ? "" : $" of {Address}")}";
}
