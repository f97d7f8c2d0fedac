using NetPath.Bench.Nodes;
using NetPath.Bench.Rulesets;
using NetPath.Core.Tracing;

namespace NetPath.Bench.Measures;

/// <summary>
/// One packet's walk: from a pod to the virtual IP of a Service with one endpoint, one way. It is sent in the pod, crosses the veth pair, meets all hooks of the node with
/// its rules (PREROUTING with the translation, the route, FORWARD, POSTROUTING), crosses the server's veth pair and ends at the listening socket. Each
/// measured walk begins with nothing but the snapshot and its indexes, and ends with the outcome and its hops; their texts are made when somebody reads them.
/// </summary>
internal static class WalkMeasure
{
    private const int Warmup = 20_000;
    private const int Walks = 20_000;
    private const double MostMilliseconds = 0.05;
    private const double MostRatio = 1.3;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section($"One packet's walk, pod to Service to pod, one way, warm (median of {Walks:N0})");
        RulesetSize size = options.Size with { SingleEndpointService = options.Services / 2 };
        (double small, long bytes) = Measure(size);
        report.Add(Figure.Microseconds($"{size.Services:N0} services", small, MostMilliseconds));
        report.Add(new Figure("allocated by it", $"{bytes:N0} bytes"));
        RulesetSize large = size with { Services = options.Services * 3 };
        (double threefold, _) = Measure(large);
        report.Add(Figure.Microseconds($"{large.Services:N0} services", threefold));
        report.Add(Figure.Ratio("the larger / the smaller", threefold / small, MostRatio));
    }

    // A function of its own, so that one ruleset is gone before the next is made.
    private static (double Milliseconds, long Bytes) Measure(RulesetSize size)
    {
        GeneratedService service = size.Service(size.SingleEndpointService!.Value);
        ServiceTracer tracer = ServiceTracer.For(BenchNode.Build(KubeProxyRuleset.Generate(size), service));
        TraceRequest request = BenchNode.Request(service);
        Check(tracer.WalkThere(request));
        for (int i = 0; i < Warmup; i++)
        {
            tracer.WalkThere(request);
        }

        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        tracer.WalkThere(request);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Samples samples = new();
        for (int i = 0; i < Walks; i++)
        {
            samples.Time(() => tracer.WalkThere(request));
        }

        return (samples.Median, bytes);
    }

    // A walk that ends early is quick, and no measure of anything.
    private static void Check(PathOutcome[] outcomes)
    {
        if (outcomes is not [{ Disposition: nameof(Disposition.Delivered), Assumptions.Length: 0 }])
        {
            throw new InvalidOperationException($"The packet should arrive: {string.Join("; ", outcomes.Select(outcome => $"{outcome} {outcome.Reason} {string.Join(", ", outcome.Assumptions)}"))}");
        }
    }
}
