using BenchmarkDotNet.Attributes;
using NetPath.Bench.Measures;
using NetPath.Bench.Rulesets;
using NetPath.Core.Netfilter;
using NetPath.Core.Services;

namespace NetPath.Bench.Benchmarks;

/// <summary>The steps of loading a large dump.</summary>
public class LoadBenchmarks
{
    private byte[] _dump = [];

    /// <summary>Services with five endpoints each.</summary>
    [Params(10_000)]
    public int Services { get; set; }

    /// <summary>Makes the dump.</summary>
    [GlobalSetup]
    public void Generate() => _dump = KubeProxyRuleset.Generate(new RulesetSize(Services, 5));

    /// <summary>Lines are read and put under their chains.</summary>
    [Benchmark]
    public Ruleset Read() => RulesetLoad.Read(_dump);

    /// <summary>The same, with the index and the table of Services.</summary>
    [Benchmark(Baseline = true)]
    public ServiceTable ReadAndIndex() => RulesetLoad.All(_dump);
}
