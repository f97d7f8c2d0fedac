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
    IReadOnlyList<string> Notes);
