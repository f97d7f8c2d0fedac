namespace NetPath.Core.Tracing;

/// <summary>One of the ways that a packet can fare with the sockets of the namespace that it is for.</summary>
/// <param name="Disposition">What becomes of it.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Hop">The socket, or that there is none.</param>
/// <param name="Share">The share of connections that fare so, 0 to 1.</param>
internal readonly record struct DeliveryEnd(Disposition Disposition, string Reason, SocketHop Hop, double Share = 1);
