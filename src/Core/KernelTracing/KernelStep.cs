using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing;

/// <summary>One step of a packet that the kernel traced, with the rule that the snapshot holds there.</summary>
public sealed record KernelStep
{
    /// <summary>Place among the packet's steps, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What the kernel reported: the name of a <see cref="KernelTraceStep"/>.</summary>
    public required string Step { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The rule's number in its chain, counted from 1; null where no rule is meant or the number is not known.</summary>
    public int? RuleNumber { get; init; }

    /// <summary>The rule's handle (nftables); null in legacy iptables.</summary>
    public ulong? RuleHandle { get; init; }

    /// <summary>The rule's text: the snapshot's, or what the trace itself carries; null when neither has it.</summary>
    public string? Rule { get; init; }

    /// <summary>The rule's comment; empty when it has none or is not known.</summary>
    public string Comment { get; init; } = "";

    /// <summary>What the rule does: the name after -j, or nftables' verdict, or the policy; null when not known.</summary>
    public string? Target { get; init; }

    /// <summary>Who writes such rules: kube-proxy, Calico, …, or admin; null when the rule is not known.</summary>
    public string? Owner { get; init; }

    /// <summary>The Service port that the rule is about, as namespace/name[:port]; null when it is about none.</summary>
    public string? Service { get; init; }

    /// <summary>What happened, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The headers at this step; null when no event so far carried them.</summary>
    public Packet? Packet { get; init; }

    /// <summary>The headers that the next step shows, when NAT changed them behind this one; null when they stayed the same or are not seen.</summary>
    public Packet? Rewritten { get; init; }

    /// <summary>Where the snapshot holds the rule, and where the log holds the event.</summary>
    public Evidence[] Evidence { get; init; } = [];

    /// <summary>Why the rule is not known for certain; null when it is, or when no snapshot was asked.</summary>
    public string? Problem { get; init; }

    /// <summary>True for a step that did not decide anything: a chain that was entered and left again, a policy that let the packet on. Views leave these out.</summary>
    public bool IsDetail { get; init; }

    /// <summary>The event as the kernel or the tool worded it.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Description}";
}
