using System.Globalization;
using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1006: queries for A and AAAA race for one conntrack entry, and one of them is dropped.</summary>
internal static class QueriesLostInRace
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1006",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Connection tracking drops packets that race for one entry, as queries for A and AAAA from one socket do",
        EvidenceNeeded = "insert_failed of the connection tracking statistics in two snapshots of one node, and a resolv.conf whose server is asked over UDP through a virtual IP",
        Symptom = "Some lookups take 5 seconds",
        Remedy = "Keep queries from connection tracking with NodeLocal DNSCache, or let glibc ask one after the other (options single-request-reopen in the pod's dnsConfig) or over TCP (use-vc). "
            + "Newer kernels resolve most of these clashes by themselves.",
        Commands = ["conntrack --stats | grep --only-matching 'insert_failed=[0-9]*'", "kubectl --namespace kube-system get daemonset node-local-dns"],
        OnCluster = Check,
    };

    private static IEnumerable<Observation> Check(ClusterContext context)
    {
        foreach (IGrouping<string, NodeSnapshot> samples in context.Snapshots.GroupBy(snapshot => snapshot.NodeName))
        {
            NodeSnapshot[] ordered = [.. samples.OrderBy(snapshot => snapshot.CapturedAt)];
            if (ordered.Length < 2 || Failed(ordered[0]) is not { InsertFailed: long before } || Failed(ordered[^1]) is not { InsertFailed: long after } last || after <= before)
            {
                continue;
            }

            Evidence? asked = NameFacts.ServersOfPods(new NodeContext(ordered[^1])).Where(one => ordered[^1].Host.Services.Knows(one.Server)).Select(one => one.Line).FirstOrDefault();
            if (asked is not null)
            {
                TimeSpan time = ordered[^1].CapturedAt - ordered[0].CapturedAt;
                yield return new Observation(
                    string.Create(CultureInfo.InvariantCulture, $"insert_failed rose by {after - before} (from {before} to {after}) in {time.TotalSeconds:0} s, and pods ask a virtual IP over UDP"),
                    [.. last.Evidence, asked])
                {
                    Subject = samples.Key,
                    Node = ordered[^1],
                };
            }
        }
    }

    private static ConntrackUsage? Failed(NodeSnapshot snapshot) => snapshot.Host.ConntrackUsage is { InsertFailed: not null } usage ? usage : null;
}
