using BenchmarkDotNet.Running;
using NetPath.Bench;
using NetPath.Bench.Benchmarks;
using NetPath.Bench.Measures;
using NetPath.Bench.Rulesets;

const string Usage = """
    Measures NetPath's speed. Commands:
      run        the default: load, trace, walk and lab
      load       load and index of a large iptables dump, side by side with iptables-legacy-save (root)
      trace      one trace on it
      walk       one packet's walk on it, from the client to the server
      sweep      every port of every Service with all of its endpoints
      compare    two snapshots, of which one lacks an endpoint
      cluster    objects of the API, from the bytes of its pages to Services joined with their endpoints and pods
      lab        a snapshot of the lab node taken and traced in a fresh process (root, after './build.sh build')
      generate   writes the large dump to standard output
      bdn ...    BenchmarkDotNet, with its own options, such as: bdn --filter '*'
    Options:
      --services N     10000       --endpoints N     5       --rounds N     9
      --large-cluster  without the comments that kube-proxy leaves out in clusters with more than 1,000 endpoints
      --check          exit code 1 when a target is missed
    """;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

Report report = new(Console.Out);
switch (options.Command)
{
    case "help":
        Console.WriteLine(Usage);
        break;
    case "bdn":
        BenchmarkSwitcher.FromTypes([typeof(LoadBenchmarks), typeof(TraceBenchmarks)]).Run(options.Rest, new BenchmarkSettings());
        break;
    case "generate":
        using (Stream output = Console.OpenStandardOutput())
        {
            output.Write(KubeProxyRuleset.Generate(options.Size));
        }

        break;
    default:
        Run(options, report);
        break;
}

return options.Check && report.Missed ? 1 : 0;

static void Run(BenchOptions options, Report report)
{
    if (options.Command is "run" or "load")
    {
        LoadMeasure.Run(options, report);
    }

    if (options.Command is "run" or "trace")
    {
        TraceMeasure.Run(options, report);
    }

    if (options.Command is "run" or "walk")
    {
        WalkMeasure.Run(options, report);
    }

    if (options.Command is "run" or "sweep")
    {
        SweepMeasure.Run(options, report);
    }

    if (options.Command is "run" or "compare")
    {
        CompareMeasure.Run(options, report);
    }

    if (options.Command is "run" or "cluster")
    {
        ClusterMeasure.Run(options, report);
    }

    if (options.Command is "run" or "lab")
    {
        LabMeasure.Run(options, report);
    }
}
