using System.Diagnostics;
using NetPath.Bench.Nodes;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Bench.Measures;

/// <summary>The lists of a large cluster, from the bytes of the API's pages to each Service joined with its endpoints and their pods.</summary>
internal static class ClusterMeasure
{
    private const double MostSeconds = 5;

    private const double MostMegabytes = 1000;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section($"API objects, {options.Services:N0} services x {options.Endpoints} endpoints and their pods");
        GC.Collect();
        long bytes = 0;
        TimeSpan spent = TimeSpan.Zero;
        KubernetesCollection collection = new();
        foreach ((KubernetesResource resource, IEnumerable<byte[]> pages) in Lists(options))
        {
            collection.BeginList(resource, "https://10.0.0.1:6443", DateTimeOffset.UnixEpoch, null, null);
            foreach (byte[] page in pages)
            {
                bytes += page.Length;
                spent += Cpu(() => collection.AddPage(resource, page, "page"));
            }
        }

        int joined = 0;
        spent += Cpu(() => joined = Join(collection.AddTo(BenchNode.Empty())));
        if (joined != options.Services * options.Endpoints)
        {
            throw new InvalidOperationException($"{joined} of {options.Services * options.Endpoints} endpoints were joined.");
        }

        report.Add(new Figure("the pages", $"{bytes / 1e6:N1} MB"));
        report.Add(Figure.Limited("CPU, from pages to the joined view (NetPath not yet compiled)", spent.TotalSeconds, "s", MostSeconds));
        report.Add(Figure.Limited("most memory of the process", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB", MostMegabytes));
    }

    private static IEnumerable<(KubernetesResource Resource, IEnumerable<byte[]> Pages)> Lists(BenchOptions options) =>
    [
        (KubernetesResource.Services, ClusterPages.Services(options.Services)),
        (KubernetesResource.EndpointSlices, ClusterPages.EndpointSlices(options.Services, options.Endpoints)),
        (KubernetesResource.Pods, ClusterPages.Pods(options.Services, options.Endpoints)),
    ];

    private static int Join(NodeSnapshot snapshot)
    {
        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        return objects.Services.Sum(service => service.Ports.Sum(port =>
            DesiredEndpoints.All(objects, service.Namespace, service.Name, port.Name, port.Protocol, "IPv4").Count(endpoint => endpoint.Owner is not null)));
    }

    private static TimeSpan Cpu(Action work)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return process.TotalProcessorTime - before;
    }
}
