namespace NetPath.Core.Sockets;

/// <summary>The answer to "which socket takes a packet to this address and port".</summary>
/// <param name="Verdict">Whether one does.</param>
/// <param name="Socket">The one that does; null otherwise.</param>
/// <param name="SamePort">Other sockets on that port that do not: they listen on another address (such as 127.0.0.1) or interface.</param>
/// <param name="Notes">What the answer rests on or why there is none, as sentences.</param>
public sealed record SocketLookup(
    SocketVerdict Verdict,
    ListeningSocket? Socket,
    IReadOnlyList<ListeningSocket> SamePort,
    IReadOnlyList<string> Notes)
{
    /// <summary>All sockets that share the address and port of the one that takes the packet, it among them (SO_REUSEPORT): the kernel's hash picks one for each connection. Empty when none takes it.</summary>
    public IReadOnlyList<ListeningSocket> Group { get; init; } = [];
}
