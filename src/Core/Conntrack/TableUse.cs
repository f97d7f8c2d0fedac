using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Conntrack;

/// <summary>How full the connection tracking table of a namespace is, by its settings alone: two look-ups, cheap enough for every path.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="Count">Entries in it.</param>
/// <param name="Limit">Entries that it may hold.</param>
internal sealed record TableUse(NamespaceView Space, long Count, long Limit)
{
    /// <summary>Percent of the limit from which a table counts as nearly full.</summary>
    public const int NearlyFull = 80;

    private const string CountSetting = "net/netfilter/nf_conntrack_count";
    private const string LimitSetting = "net/netfilter/nf_conntrack_max";

    /// <summary>The use of a namespace's table; null when it is not known, or has no limit.</summary>
    public static TableUse? Of(NamespaceView space) =>
        space.Sysctl?.Number(CountSetting) is long count && Limits(space)?.Number(LimitSetting) is long limit and > 0 ? new TableUse(space, count, limit) : null;

    /// <summary>True from 80 % on.</summary>
    public bool IsNearlyFull => Count * 100 >= Limit * NearlyFull;

    /// <summary>True when the kernel makes no new entry before it has thrown out another one.</summary>
    public bool IsFull => Count >= Limit;

    /// <summary>The two lines that say so.</summary>
    public Evidence[] Evidence => [Space.Sysctl!.EvidenceFor(CountSetting)!, Limits(Space)!.EvidenceFor(LimitSetting)!];

    /// <summary>Who fills the table most, in words; empty when the entries were not collected.</summary>
    public string Largest() => Space.Space.ConntrackUsage.Shares is [ConntrackShare first, ..] ? $"; the largest part is of {first}" : "";

    // One limit for all namespaces; a pod shows it read-only or not at all.
    private static SysctlTable? Limits(NamespaceView space) =>
        space.Sysctl?.TryGet(LimitSetting, out _) == true ? space.Sysctl : Network.Of(space.Space.Snapshot).Host.Sysctl;
}
