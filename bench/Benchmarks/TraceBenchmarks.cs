using BenchmarkDotNet.Attributes;
using NetPath.Bench.Nodes;
using NetPath.Bench.Rulesets;
using NetPath.Core.Tracing;

namespace NetPath.Bench.Benchmarks;

/// <summary>One trace on a node with many Services.</summary>
public class TraceBenchmarks
{
    private ServiceTracer _tracer = null!;
    private TraceRequest _request = null!;

    /// <summary>Services with five endpoints each.</summary>
    [Params(1_000, 10_000, 30_000)]
    public int Services { get; set; }

    /// <summary>Makes the node.</summary>
    [GlobalSetup]
    public void Build()
    {
        GeneratedService service = new(Services / 2, 5);
        _tracer = ServiceTracer.For(BenchNode.Build(KubeProxyRuleset.Generate(new RulesetSize(Services, 5)), service));
        _request = BenchNode.Request(service);
    }

    /// <summary>From a pod to a Service with five endpoints on the node.</summary>
    [Benchmark]
    public PacketTrace Trace() => _tracer.Trace(_request);
}
