using NetPath.Bench.Nodes;
using NetPath.Bench.Rulesets;
using NetPath.Core.Tracing;

namespace NetPath.Bench.Measures;

/// <summary>One trace from a pod to a Service whose endpoints are all on the node, warm, at two sizes.</summary>
internal static class TraceMeasure
{
    private const int Warmup = 2_000;
    private const int Traces = 2_000;
    private const double MostMilliseconds = 1;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section($"One trace, {options.Endpoints} outcomes there and back, warm (median of {Traces:N0})");
        double small = Measure(options.Size);
        report.Add(Figure.Microseconds($"{options.Services:N0} services", small, MostMilliseconds));
        RulesetSize large = options.Size with { Services = options.Services * 3 };
        double threefold = Measure(large);
        report.Add(Figure.Microseconds($"{large.Services:N0} services", threefold, MostMilliseconds));
        report.Add(Figure.Ratio("the larger / the smaller", threefold / small));
    }

    // A function of its own, so that one ruleset is gone before the next is made.
    private static double Measure(RulesetSize size)
    {
        GeneratedService service = new(size.Services / 2, size.Endpoints);
        ServiceTracer tracer = ServiceTracer.For(BenchNode.Build(KubeProxyRuleset.Generate(size), service));
        TraceRequest request = BenchNode.Request(service);
        Check(tracer.Trace(request), size.Endpoints);
        for (int i = 0; i < Warmup; i++)
        {
            tracer.Trace(request);
        }

        GC.Collect();
        Samples samples = new();
        for (int i = 0; i < Traces; i++)
        {
            samples.Time(() => tracer.Trace(request));
        }

        return samples.Median;
    }

    // A trace that ends early is quick, and no measure of anything.
    private static void Check(PacketTrace trace, int endpoints)
    {
        if (!trace.Passed || trace.Outcomes.Length != endpoints)
        {
            throw new InvalidOperationException($"The trace should connect to {endpoints} endpoints: {string.Join("; ", trace.Outcomes.Select(outcome => $"{outcome} {outcome.Reason} {string.Join(", ", outcome.Assumptions)}"))}");
        }
    }
}
