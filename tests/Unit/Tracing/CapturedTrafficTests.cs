using System.Text.RegularExpressions;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>
/// A real node and the connections that really happened on it. The pods' namespaces are not in these captures: a connection that got through is
/// one that leaves towards the endpoint by a cali interface or eth0, with the source that the server saw.
/// </summary>
public partial class CapturedTrafficTests
{
    [Theory]
    [InlineData("iptables", 41)]
    [InlineData("iptables-legacy", 41)]
    public void Every_connection_that_happened_is_among_the_outcomes(string capture, int lines)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "captures", capture);
        ServiceTracer tracer = ServiceTracer.For(Node(folder));
        string[] traffic = File.ReadAllLines(Path.Combine(folder, "traffic.txt"));

        string[] differences = [.. traffic.Select(line => Difference(tracer, line)).OfType<string>()];

        Assert.Equal(lines, traffic.Length);
        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("iptables")]
    [InlineData("iptables-legacy")]
    public void Endpoints_of_a_service_share_its_connections(string capture)
    {
        ServiceTracer tracer = ServiceTracer.For(Node(Path.Combine(AppContext.BaseDirectory, "fixtures", "captures", capture)));

        PacketTrace trace = tracer.Trace(new TraceRequest { Destination = IpAddress.Parse("10.101.20.30"), Port = 80 }, TestContext.Current.CancellationToken);

        Assert.Equal(["10.244.104.11:8080", "10.244.120.70:8080", "10.244.33.5:8080"], trace.Outcomes.Select(outcome => outcome.Endpoint).Order());
        Assert.All(trace.Outcomes, outcome => Assert.Equal(1.0 / 3, outcome.Probability, 6));
        Assert.Equal(1, trace.Outcomes.Sum(outcome => outcome.Probability), 9);
    }

    private static NodeSnapshot Node(string folder)
    {
        NodeBuilder node = new();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "host"), "*", SearchOption.AllDirectories))
        {
            node.With(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file));
        }

        return node.Build();
    }

    private static string? Difference(ServiceTracer tracer, string line)
    {
        Match happened = Line().Match(line);
        PacketTrace trace = tracer.Trace(new TraceRequest
        {
            Destination = IpAddress.Parse(happened.Groups["address"].Value),
            Port = int.Parse(happened.Groups["port"].Value),
            Protocol = Enum.Parse<Protocol>(happened.Groups["protocol"].Value, ignoreCase: true),
            From = happened.Groups["from"].Value is "*" ? "node" : happened.Groups["from"].Value,
        });
        bool foretold = happened.Groups["result"].Value switch
        {
            "ConnectionRefusedError: [Errno 111] Connection refused" => trace.Symptom == nameof(Symptom.ConnectionRefused),
            "TimeoutError: timed out" => trace.Symptom == nameof(Symptom.TimedOut),
            string arrived => trace.Outcomes.Any(outcome => Arrived(outcome) == arrived),
        };
        return foretold ? null : $"{line} was not foretold: {string.Join("; ", trace.Outcomes.Select(outcome => $"{outcome.Disposition} {outcome.Reason} {Arrived(outcome)}"))}";
    }

    private static string Arrived(PathOutcome outcome) =>
        outcome.Disposition == nameof(Disposition.LeavesSnapshot) ? $"{outcome.Endpoint} <- {outcome.SourceSeen}" : outcome.Disposition;

    [GeneratedRegex(@"^\[\S+\] (?<protocol>\w+) (?<from>\S+) -> (?<address>\S+):(?<port>\d+) => (?<result>.*)$")]
    private static partial Regex Line();
}
