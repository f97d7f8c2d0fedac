using System.Collections.Immutable;
using System.Globalization;
using NetPath.Core.Kubernetes;
using NetPath.Core.Netfilter.Evaluation;

namespace NetPath.Core.Tracing;

/// <summary>One of the ways that new connections take, and how it ends.</summary>
public sealed record PathOutcome
{
    private readonly AddressOwner? _endpointOwner;
    private PathSizes? _sizes;

    /// <summary>The share of new connections that take this way, 0 to 1. Where there are assumptions: the share given these.</summary>
    public required double Probability { get; init; }

    /// <summary>How the packet's way ends: the name of a <see cref="Tracing.Disposition"/>.</summary>
    public required string Disposition { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>How the way back ends, by the same names; null when there is none, since the packet did not arrive.</summary>
    public string? ReplyDisposition { get; init; }

    /// <summary>What the client sees of it: the name of a <see cref="Tracing.Symptom"/>.</summary>
    public required string Symptom { get; init; }

    /// <summary>The address and port that the packet is for in the end, after translation.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The pod or node that has this address; null when nothing in the snapshot says.</summary>
    public AddressOwner? EndpointOwner
    {
        get => _endpointOwner ?? (Hops.Length > 0 ? Hops[^1].DestinationOwner : null);
        init => _endpointOwner = value;
    }

    /// <summary>The namespace where the packet's way ends: a pod's or the node's name.</summary>
    public required string EndsAt { get; init; }

    /// <summary>The source that the server sees.</summary>
    public required string SourceSeen { get; init; }

    /// <summary>What this way rests on that the snapshot does not say; empty when it is certain.</summary>
    public string[] Assumptions { get; init; } = [];

    /// <summary>The way there.</summary>
    public Hop[] Hops { get; init; } = [];

    /// <summary>The way back.</summary>
    public Hop[] ReplyHops { get; init; } = [];

    /// <summary>The conntrack entries that the connection leaves in each namespace it passes.</summary>
    public ConntrackTuple[] Conntrack { get; init; } = [];

    /// <summary>
    /// What the kernel's own trace of a probe says of this path: the name of a <see cref="KernelTracing.Verification.HopConfirmation"/>; null when it was
    /// not asked, or not seen whole.
    /// </summary>
    public string? Confirmation { get; init; }

    /// <summary>The longest packet of the client, in bytes with its IP header, that gets to the server in one piece; null when no MTU of the way is known.</summary>
    public int? PathMtu => Sizes.Mtu;

    /// <summary>The longest packet of the server that gets to the client in one piece; null when no MTU of the way is known.</summary>
    public int? ReplyPathMtu => Sizes.ReplyMtu;

    /// <summary>The length of packets that <see cref="MtuProblems"/> is about: what was asked for, or a full-sized segment of this connection.</summary>
    public int? PacketSize => Sizes.PacketSize;

    /// <summary>Where a packet of that length does not fit; empty when it does all the way. The first packet of a connection is short: the verdict is about that one.</summary>
    public MtuProblem[] MtuProblems => Sizes.Problems;

    /// <summary>The length that was asked for; null for a full-sized segment.</summary>
    internal int? AskedSize { get; init; }

    private PathSizes Sizes => _sizes ??= PathSizes.Of(this);

    /// <summary>The same assumptions with what they rest on.</summary>
    internal ImmutableList<Assumption> Assumed { get; init; } = [];

    /// <summary>True when the client is connected for certain.</summary>
    public bool Passed => Symptom == nameof(Tracing.Symptom.Connected) && Assumptions.Length == 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Probability.ToString("P0", CultureInfo.InvariantCulture)} {Endpoint}: {Disposition}, {Symptom}{(Assumptions.Length > 0 ? " (conditional)" : "")}";
}
