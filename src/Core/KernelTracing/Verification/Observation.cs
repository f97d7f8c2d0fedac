using NetPath.Core.Netfilter;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>What was seen of one probe.</summary>
internal sealed record Observation
{
    public required ProbeResult Probe { get; init; }

    /// <summary>The events of each namespace, by its name, in the kernel's order.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<KernelTraceEvent>> Events { get; init; }

    /// <summary>The conntrack entries of the probe.</summary>
    public IReadOnlyList<ConntrackTuple> Conntrack { get; init; } = [];

    /// <summary>Namespaces whose conntrack could not be asked.</summary>
    public IReadOnlyList<string> ConntrackUnknown { get; init; } = [];

    /// <summary>Namespaces of other nodes, which are not on this machine.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    public long LostEvents { get; init; }

    /// <summary>Rules of which the walk does not know whether they match.</summary>
    public IReadOnlySet<Rule> Unsure { get; init; } = new HashSet<Rule>();
}
