using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>The one connection or datagram that was sent, and what came of it.</summary>
public sealed record ProbeResult
{
    /// <summary>The namespace that it was sent from: the node's or a pod's name.</summary>
    public required string From { get; init; }

    /// <summary>What was sent, in words: a TCP connection, a UDP datagram, a DNS query.</summary>
    public required string Kind { get; init; }

    /// <summary>The packet, with the source address and port that it had.</summary>
    public required Packet Packet { get; init; }

    /// <summary>What the client saw: the name of a <see cref="Tracing.Symptom"/>. Silence is TimedOut, also for UDP, where nobody need answer.</summary>
    public required string Symptom { get; init; }

    /// <summary>The same in words, with the system's own message where there is one.</summary>
    public required string Answer { get; init; }

    /// <summary>How long the client waited, in milliseconds.</summary>
    public required double DurationMilliseconds { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Packet}: {Answer}";
}
