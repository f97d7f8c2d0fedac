using System.Diagnostics;
using System.Text;
using NetPath.Bench.Nodes;
using NetPath.Bench.Rulesets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Sweep;

namespace NetPath.Bench.Measures;

/// <summary>
/// The sweep: every port of every Service with all of its endpoints, from a pod, of a snapshot whose Services are known and whose other rules nobody has looked at. Endpoints of one
/// Service are pods of the node, with the way there and back; the others are on other nodes, as most endpoints of such a cluster are.
/// </summary>
internal static class SweepMeasure
{
    private const double MostMilliseconds = 2000;
    private const double MostRatio = 2.4;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section($"Sweep of {options.Services:N0} services x {options.Endpoints} endpoints from a pod (best of {options.Rounds})");
        (double small, double processor, int rows) = Measure(options, options.Services);
        report.Add(Figure.Milliseconds("all rows", small, MostMilliseconds));
        report.Add(Figure.Milliseconds("processor time of it", processor));
        report.Add(new Figure("rows", $"{rows:N0}"));
        (double broken, _, _) = Measure(options, options.Services, broken: true);
        report.Add(Figure.Milliseconds("all of them failing, each with its cause", broken));
        (double large, _, _) = Measure(options, options.Services * 2);
        report.Add(Figure.Milliseconds($"with {options.Services * 2:N0} services", large));
        report.Add(Figure.Ratio("the larger / the smaller", large / small, MostRatio));
    }

    private static (double Milliseconds, double ProcessorMilliseconds, int Rows) Measure(BenchOptions options, int services, bool broken = false)
    {
        RulesetSize size = options.Size with { Services = services };
        byte[] ruleset = KubeProxyRuleset.Generate(size);
        if (broken)
        {
            ruleset = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(ruleset).Replace(":FORWARD ACCEPT", ":FORWARD DROP", StringComparison.Ordinal));
        }

        GeneratedService local = size.Service(services / 2);
        double best = double.MaxValue;
        double processor = 0;
        int rows = 0;
        for (int round = 0; round < options.Rounds; round++)
        {
            NodeSnapshot snapshot = BenchNode.Build(ruleset, local);
            ServiceTracer.For(snapshot);
            _ = snapshot.Host.GetRulesets();
            _ = ServiceSweep.CountOf(snapshot, new ServiceQuery());
            GC.Collect();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Stopwatch watch = Stopwatch.StartNew();
            rows = Check(ServiceSweep.Run([snapshot], new ServiceQuery(), "client", CancellationToken.None), size.Services * size.Endpoints, broken ? 0 : size.Endpoints);
            double milliseconds = watch.Elapsed.TotalMilliseconds;
            if (milliseconds < best)
            {
                (best, processor) = (milliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            }
        }

        return (best, processor, rows);
    }

    private static int Check(IEnumerable<ServicePathTest> tests, int expectedRows, int expectedPassed)
    {
        int rows = 0;
        int passed = 0;
        int unexplained = 0;
        foreach (ServicePathTest test in tests)
        {
            rows++;
            passed += test.Passed ? 1 : 0;
            unexplained += test.Result == nameof(TestResult.Failed) && test.Cause is null ? 1 : 0;
        }

        return rows == expectedRows && passed == expectedPassed && unexplained == 0 ? rows
            : throw new InvalidOperationException($"{rows} rows, of which {passed} passed, and {unexplained} failed without a cause; there should be {expectedRows}, and {expectedPassed} that pass.");
    }
}
