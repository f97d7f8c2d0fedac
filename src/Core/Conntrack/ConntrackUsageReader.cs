using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>Gathers <see cref="ConntrackUsage"/> from the settings and the statistics of a namespace. Whatever is missing costs only what it would have told.</summary>
internal sealed class ConntrackUsageReader
{
    private const string Prefix = "net/netfilter/nf_conntrack_";

    private readonly NetworkNamespace _space;
    private readonly List<Evidence> _evidence = [];
    private readonly List<string> _problems = [];

    private ConntrackUsageReader(NetworkNamespace space) => _space = space;

    public static ConntrackUsage Read(NetworkNamespace space) => new ConntrackUsageReader(space).Read();

    private ConntrackUsage Read()
    {
        SysctlTable? settings = Try(() => _space.Sysctl);
        ConntrackStatistics? statistics = Try(() => ConntrackStatistics.Parse(_space.Part("conntrack/stat.txt")));
        if (statistics is not null)
        {
            _evidence.Add(statistics.Header);
        }

        // Entries are collected on request only: that they are missing is no problem.
        ConntrackTally? tally = _space.TryPart(ConntrackEntryReader.PartName, out _) ? Try(() => _space.ConntrackTally) : null;
        if (tally is { Unread: > 0, FirstUnread: Evidence unread })
        {
            _problems.Add($"{tally.Unread} lines of {unread.File} are no entries of connection tracking, and were not counted; the first is line {unread.Line}: {unread.Text}");
        }

        AddressOwner? pod = _space.PodUid is not null || _space.Snapshot.GetKubernetesObjects().Pods.Length > 0 ? AddressOwners.OfNamespace(_space) : null;
        return new ConntrackUsage
        {
            Namespace = _space.Name,
            Pod = pod is { Namespace: null } && _space.PodUid is null ? null : pod?.FullName,
            Workload = pod?.Workload,
            IsHost = _space.IsHost,
            Count = Setting(settings, "count", statistics is null) ?? statistics?.Entries,
            Max = Limit(settings),
            Buckets = Setting(settings, "buckets"),
            Found = statistics?.Sum("found"),
            Invalid = statistics?.Sum("invalid"),
            Insert = statistics?.Sum("insert"),
            InsertFailed = statistics?.Sum("insert_failed"),
            Drop = statistics?.Sum("drop"),
            EarlyDrop = statistics?.Sum("early_drop"),
            SearchRestart = statistics?.Sum("search_restart"),
            ClashResolved = statistics?.Sum("clashres", "clash_resolve"),
            ChainTooLong = statistics?.Sum("chainlength", "chaintoolong"),
            TimeOutSeconds = TimeOuts(settings),
            Shares = tally is null or { Total: 0 } ? [] : ConntrackShares.Of(tally, _space.Snapshot),
            SourcePorts = tally is null ? [] : SourcePorts.Of(tally, _space),
            Evidence = _evidence,
            Problems = _problems,
            Origin = _space.Snapshot,
        };
    }

    /// <summary>
    /// The limit is one global variable that each namespace's own count is held against (nf_conntrack_core.c); a pod shows it read-only
    /// or not at all, and then the host's is the pod's.
    /// </summary>
    private long? Limit(SysctlTable? settings) => _space.IsHost
        ? Setting(settings, "max")
        : Setting(settings, "max", report: false) ?? Setting(Try(() => _space.Snapshot.Host.Sysctl), "max");

    private long? Setting(SysctlTable? settings, string name, bool report = true)
    {
        string full = Prefix + name;
        if (settings?.EvidenceFor(full) is Evidence evidence && settings.Number(full) is long number)
        {
            _evidence.Add(evidence);
            return number;
        }

        if (settings is not null && report)
        {
            _problems.Add($"The setting {full} is not in the snapshot: connection tracking may not be loaded there.");
        }

        return null;
    }

    private static Dictionary<string, long> TimeOuts(SysctlTable? settings)
    {
        SortedDictionary<string, long> timeOuts = new(StringComparer.Ordinal);
        foreach (string name in settings?.Names ?? [])
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.Contains("timeout", StringComparison.Ordinal)
                && settings!.Number(name) is long seconds and >= 0 and <= int.MaxValue)
            {
                timeOuts[name[Prefix.Length..]] = seconds;
            }
        }

        return new Dictionary<string, long>(timeOuts);
    }

    private T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is SectionNotCollectedException or SnapshotParseException)
        {
            _problems.Add($"{error.Message.TrimEnd('.')}.");
            return null;
        }
    }
}
