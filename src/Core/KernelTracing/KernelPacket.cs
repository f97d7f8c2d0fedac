using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing;

/// <summary>One packet on its way through the rules of one network namespace, as the kernel itself traced it.</summary>
public sealed record KernelPacket : ISnapshotMember
{
    /// <summary>Place among the packets of the same trace, counted from 1 by their first events.</summary>
    public required int Number { get; init; }

    /// <summary>When the kernel saw it; null when the trace does not say in which year, or not at all.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The time as the trace words it; null when it has none.</summary>
    public string? Stamp { get; init; }

    /// <summary>The namespace whose rules were looked up: the node's or the pod's name; null when no snapshot was asked. A log does not name it.</summary>
    public string? Namespace { get; init; }

    /// <summary>Which kernel interface traced it: the name of a <see cref="Netfilter.RulesetBackend"/>.</summary>
    public required string Backend { get; init; }

    /// <summary>The packet as it was at the first step; null when no event carries headers.</summary>
    public Packet? Packet { get; init; }

    /// <summary>The packet as the last step shows it. A source that is rewritten at the very end (MASQUERADE) does not show.</summary>
    public Packet? LastPacket { get; init; }

    /// <summary>True when the addresses or ports were rewritten on the way, as far as the steps show.</summary>
    public bool IsTranslated => Packet is not null && LastPacket is not null && !Packet.SameTuple(LastPacket);

    /// <summary>The interface that it came in by; null for a packet that was sent here, or when the trace does not say.</summary>
    public string? InInterface { get; init; }

    /// <summary>The interface that it leaves by; null for a packet to this namespace, one that did not come so far, or when the trace does not say.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The Service port whose rules it met, as namespace/name[:port]; null when it met none, or no rule was found.</summary>
    public string? Service { get; init; }

    /// <summary>How its trace ends: the name of a <see cref="KernelVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The steps in the kernel's order.</summary>
    public required KernelStep[] Steps { get; init; }

    /// <summary>What is not certain: events that may be another packet's or that are missing, rules that changed. Empty for a certain answer.</summary>
    public string[] Problems { get; init; } = [];

    /// <summary>How often the kernel lost events, several each time, since the packet before was written: steps of this one may be missing. 0 for a log, which does not say.</summary>
    public long LostEvents { get; init; }

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Packet?.ToString() ?? "packet without headers"}: {Verdict}";
}
