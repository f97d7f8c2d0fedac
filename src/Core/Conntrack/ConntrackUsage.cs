using System.Globalization;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// How full the connection tracking table of one namespace is, and what the kernel counted against it. A value that could not be
/// read is null, never 0, and <see cref="Problems"/> says why. Counters run since the namespace was made.
/// </summary>
public sealed record ConntrackUsage : ISnapshotMember
{
    /// <summary>Name of the namespace: the node's for the host, else the pod's.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod, as namespace/name where the snapshot has the API's objects; null for the host, and for a namespace that is no pod's.</summary>
    public string? Pod { get; init; }

    /// <summary>What made the pod, as Kind/name, such as Deployment/numbers-api; null without the API's objects.</summary>
    public string? Workload { get; init; }

    /// <summary>True for the host's own namespace, where kube-proxy translates.</summary>
    public required bool IsHost { get; init; }

    /// <summary>Entries in the table now (net.netfilter.nf_conntrack_count).</summary>
    public long? Count { get; init; }

    /// <summary>Entries that the table may hold (net.netfilter.nf_conntrack_max); 0 means no limit. One limit that each namespace is held against by itself.</summary>
    public long? Max { get; init; }

    /// <summary>Count in percent of Max, with one decimal; null without either or without a limit.</summary>
    public double? Percent => Count is long count && Max is long max and > 0 ? Math.Round(100.0 * count / max, 1) : null;

    /// <summary>Buckets of the hash table (net.netfilter.nf_conntrack_buckets); all namespaces share them.</summary>
    public long? Buckets { get; init; }

    /// <summary>Entries of this namespace for each bucket, with two decimals; over 4 lookups get slow.</summary>
    public double? EntriesPerBucket => Count is long count && Buckets is long buckets and > 0 ? Math.Round((double)count / buckets, 2) : null;

    /// <summary>Lookups that found an entry when a NAT clash was checked.</summary>
    public long? Found { get; init; }

    /// <summary>Packets that could not be tracked.</summary>
    public long? Invalid { get; init; }

    /// <summary>Entries inserted, as far as the kernel counts them: newer ones leave out those that packets make.</summary>
    public long? Insert { get; init; }

    /// <summary>Entries that could not be inserted, as a rule since two packets raced for one tuple; the packet was dropped.</summary>
    public long? InsertFailed { get; init; }

    /// <summary>Packets dropped: the table was full or memory ran out.</summary>
    public long? Drop { get; init; }

    /// <summary>Entries thrown out early to make room in a full table.</summary>
    public long? EarlyDrop { get; init; }

    /// <summary>Lookups that had to start again since the table was being resized or an entry moved.</summary>
    public long? SearchRestart { get; init; }

    /// <summary>Insert races that ended well: both packets came to share an entry. Null on kernels that do not count them.</summary>
    public long? ClashResolved { get; init; }

    /// <summary>Packets dropped since their hash chain was too long. Null on kernels that do not count them.</summary>
    public long? ChainTooLong { get; init; }

    /// <summary>
    /// How many seconds an idle entry lives, by the kernel's name without <c>nf_conntrack_</c>: <c>tcp_timeout_established</c>,
    /// <c>udp_timeout_stream</c>. Empty when the settings were not collected.
    /// </summary>
    public required IReadOnlyDictionary<string, long> TimeOutSeconds { get; init; }

    /// <summary>
    /// Who fills the table: clients, destinations (behind kube-proxy, Services) and endpoints with the most entries, five of each. Empty unless the
    /// entries were collected too.
    /// </summary>
    public required IReadOnlyList<ConntrackShare> Shares { get; init; }

    /// <summary>Where the most source ports are taken towards one address and port, the fullest first, at most five. Empty unless the entries were collected too.</summary>
    public required IReadOnlyList<SourcePortUse> SourcePorts { get; init; }

    /// <summary>Where the numbers stand in the snapshot.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>What could not be read, as sentences.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Namespace}: {Count?.ToString() ?? "unknown"} of {Max?.ToString() ?? "unknown"} entries{(Percent is double percent ? $" ({percent.ToString(CultureInfo.InvariantCulture)} %)" : "")}";
}
