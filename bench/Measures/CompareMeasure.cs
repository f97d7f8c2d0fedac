using System.Diagnostics;
using System.Text;
using NetPath.Bench.Nodes;
using NetPath.Bench.Rulesets;
using NetPath.Core.Snapshots;
using NetPath.Core.Snapshots.Comparison;

namespace NetPath.Bench.Measures;

/// <summary>Two snapshots of a node with a large ruleset, of which one lacks an endpoint of one Service: from the bytes in memory to all differences, with and without the walks.</summary>
internal static class CompareMeasure
{
    private const double MostMilliseconds = 2000;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section($"Comparison of two snapshots, {options.Services:N0} services x {options.Endpoints} endpoints, one endpoint less (best of {options.Rounds})");
        GeneratedService local = options.Size.Service(options.Services / 2);
        byte[] before = KubeProxyRuleset.Generate(options.Size);
        byte[] after = Without(before, local);
        DifferenceKind[] all = Enum.GetValues<DifferenceKind>();
        report.Add(Figure.Milliseconds("without the kind Outcome", Best(options, before, after, local, [.. all.Where(kind => kind != DifferenceKind.Outcome)]), MostMilliseconds));
        report.Add(Figure.Milliseconds("all kinds", Best(options, before, after, local, all)));
    }

    private static double Best(BenchOptions options, byte[] before, byte[] after, GeneratedService local, DifferenceKind[] kinds)
    {
        double best = double.MaxValue;
        for (int round = 0; round < options.Rounds; round++)
        {
            NodeSnapshot reference = BenchNode.Build(before, local);
            NodeSnapshot difference = BenchNode.Build(after, local);
            GC.Collect();
            Stopwatch watch = Stopwatch.StartNew();
            int differences = new SnapshotComparison(reference, difference, kinds.ToHashSet()).Run(CancellationToken.None).Count(one => one.Change != nameof(DifferenceChange.NotCompared));
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            if (differences == 0)
            {
                throw new InvalidOperationException("The endpoint that is gone should be found.");
            }
        }

        return best;
    }

    // The rule that chooses the first endpoint, and its share with it, goes.
    private static byte[] Without(byte[] ruleset, GeneratedService service)
    {
        string text = Encoding.UTF8.GetString(ruleset);
        int rule = text.IndexOf($" -j {service.Endpoints[0].Chain}\n", StringComparison.Ordinal);
        int start = text.LastIndexOf('\n', rule) + 1;
        int end = text.IndexOf('\n', rule) + 1;
        return Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, start), text.AsSpan(end)));
    }
}
