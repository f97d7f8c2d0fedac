using System.Text.RegularExpressions;
using NetPath.Core.Diagnosis;
using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>Where nothing is broken, no error and no warning is told; where a connection was really refused or timed out, exactly the code that explains it.</summary>
public partial class HealthyNodeTests
{
    [Fact]
    public void The_reference_node_has_no_error_and_no_warning() => Assert.Empty(Diagnosed.Troubles(ReferenceNode()));

    [Fact]
    public void No_path_of_the_reference_node_that_connects_has_a_finding()
    {
        NodeSnapshot snapshot = ReferenceNode();
        ServiceTracer tracer = ServiceTracer.For(snapshot);

        string[] found =
        [
            .. from service in snapshot.Host.Services.Services
               where service.ClusterIP is not null && service.State == nameof(NetPath.Core.Services.ServiceState.HasEndpoints)
               from client in snapshot.Namespaces
               let trace = tracer.Trace(new TraceRequest
               {
                   Destination = IpAddress.Parse(service.ClusterIP!),
                   Port = service.Port,
                   Protocol = Enum.Parse<Protocol>(service.Protocol),
                   From = client.Path,
               })
               from finding in trace.Findings
               where finding.Severity != nameof(FindingSeverity.Information)
               select $"{trace}: {finding}",
        ];

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("iptables")]
    [InlineData("iptables-legacy")]
    public void Each_captured_connection_has_the_code_that_explains_it_and_no_other(string capture)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "captures", capture);
        // With the objects that the cluster's API gave at the same time.
        KubernetesCollection objects = new();
        objects.AddFile(File.ReadAllBytes(Path.Combine(Repository(), "tests", "Kubernetes", "fixtures", "cluster.json")), "cluster.json");
        NodeSnapshot snapshot = objects.AddTo(Captured(folder).Build());
        ServiceTracer tracer = ServiceTracer.For(snapshot);

        string[] seen = [.. File.ReadAllLines(Path.Combine(folder, "traffic.txt")).Select(line => Explained(tracer, line))];

        Assert.Empty(Diagnosed.Troubles(snapshot));
        Assert.DoesNotContain(seen, line => !line.EndsWith("as expected", StringComparison.Ordinal));
    }

    internal static NodeSnapshot ReferenceNode()
    {
        using FileStream file = File.OpenRead(Path.Combine(Repository(), "samples", "reference-node.tar.gz"));
        return SnapshotArchive.Read(file, "reference-node.tar.gz");
    }

    internal static NodeBuilder Captured(string folder)
    {
        NodeBuilder node = new();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "host"), "*", SearchOption.AllDirectories))
        {
            node.With(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file));
        }

        return node;
    }

    private static string Explained(ServiceTracer tracer, string line)
    {
        Match happened = Line().Match(line);
        PacketTrace trace = tracer.Trace(new TraceRequest
        {
            Destination = IpAddress.Parse(happened.Groups["address"].Value),
            Port = int.Parse(happened.Groups["port"].Value),
            Protocol = Enum.Parse<Protocol>(happened.Groups["protocol"].Value, ignoreCase: true),
            From = happened.Groups["from"].Value is "*" ? "node" : happened.Groups["from"].Value,
        });
        string codes = string.Join(' ', trace.Findings.Where(finding => finding.Severity != nameof(FindingSeverity.Information)).Select(finding => finding.Code));
        string expected = happened.Groups["result"].Value switch
        {
            "ConnectionRefusedError: [Errno 111] Connection refused" => "NP2002",
            "TimeoutError: timed out" => "NP2003 NP2004",
            _ => "",
        };
        return codes == expected || (codes.Length > 0 && expected.Split(' ').Contains(codes) && trace.Cause?.Code == codes) ? "as expected" : $"{line}: {codes}, expected {expected}";
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Build.props")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex(@"^\[\S+\] (?<protocol>\w+) (?<from>\S+) -> (?<address>\S+):(?<port>\d+) => (?<result>.*)$")]
    private static partial Regex Line();
}
