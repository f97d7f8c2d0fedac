using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7002: the kernel has counted packets that connection tracking lost.</summary>
internal static class CountedLosses
{
    private const string Part = "conntrack/stat.txt";
    private const int MostRows = 4;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7002",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Connection tracking has dropped packets, thrown out entries early, or failed to insert them",
        EvidenceNeeded = "The counters drop, early_drop, insert_failed and chainlength for each processor",
        Symptom = "Some packets are lost: lookups that take five seconds, connections that take one or three seconds longer",
        Remedy = "The counters run since the namespace was made: take them twice, to see whether they still rise. drop and early_drop: the table is or was full (NP7001). "
            + "insert_failed alone is told as information, since an old node has some: two packets raced for one translation (queries for A and AAAA from one socket), or no source port was free (NP7005).",
        Commands = ["conntrack -S", "watch -d -n 1 conntrack -S"],
        OnNode = context => context.Network.Spaces.Select(Observe).OfType<Observation>(),
    };

    private static Observation? Observe(NamespaceView space)
    {
        if (!space.Space.TryPart(Part, out SnapshotPart? part))
        {
            return null;
        }

        ConntrackStatistics statistics = ConntrackStatistics.Parse(part);
        (string Name, long? Count)[] counted =
        [
            ("drop", statistics.Sum("drop")),
            ("early_drop", statistics.Sum("early_drop")),
            ("insert_failed", statistics.Sum("insert_failed")),
            ("chainlength", statistics.Sum("chainlength", "chaintoolong")),
        ];
        string[] losses = [.. counted.Where(one => one.Count > 0).Select(one => $"{one.Name} {one.Count}")];
        // A node that runs for months has lost a race now and then: that alone is no trouble. A table that was full is.
        bool wasFull = counted[0].Count > 0 || counted[1].Count > 0;
        return losses.Length == 0 ? null : new Observation(
            $"connection tracking of {space.Name} has counted {string.Join(", ", losses)} since it was made",
            [.. PartLines.Of(part).Take(1 + MostRows).Select(line => PartLines.Evidence(part, line.Item1, line.Item2))])
        {
            Subject = space.Name,
            Severity = wasFull ? FindingSeverity.Warning : FindingSeverity.Information,
        };
    }
}
