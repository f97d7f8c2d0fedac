using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>What the headers say that the kernel shows with an event.</summary>
/// <param name="Packet">The fields that rules and routes look at.</param>
/// <param name="Identity">What tells the packet from others of its flow.</param>
internal sealed record TracedHeaders(Packet Packet, PacketIdentity Identity);
