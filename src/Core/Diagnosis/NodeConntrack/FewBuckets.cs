using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7004: the hash table of connection tracking is too small for its entries.</summary>
internal static class FewBuckets
{
    private const string Setting = "net/netfilter/nf_conntrack_buckets";
    private const int Most = 4;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7004",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Connection tracking has more than four entries for each bucket of its hash table",
        EvidenceNeeded = "nf_conntrack_buckets and nf_conntrack_count",
        Symptom = "Every packet takes longer, and the processors are busy in the kernel",
        Remedy = "Make the hash table as large as the limit of entries or a quarter of it. Who raises nf_conntrack_max has to raise the buckets too; each takes eight bytes.",
        Commands = ["sysctl -w net.netfilter.nf_conntrack_buckets=<buckets>", "echo <buckets> > /sys/module/nf_conntrack/parameters/hashsize"],
        OnNode = Check,
    };

    // All namespaces share the table, so that their entries add up.
    private static IEnumerable<Observation> Check(NodeContext context)
    {
        TableUse[] uses = [.. context.Network.Spaces.Select(TableUse.Of).OfType<TableUse>()];
        long entries = uses.Sum(use => use.Count);
        if (context.Host.Sysctl?.Number(Setting) is long buckets and > 0 && entries > Most * buckets)
        {
            yield return new Observation(
                $"{entries} conntrack entries are in {buckets} buckets on {context.Host.Name}",
                [context.Host.Sysctl.EvidenceFor(Setting)!, .. uses.OrderByDescending(use => use.Count).Take(3).Select(use => use.Evidence[0])])
            {
                Names = [("buckets", $"{entries}")],
            };
        }
    }
}
