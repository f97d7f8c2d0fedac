using System.Text.RegularExpressions;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab;

/// <summary>Real connections over the lab's node go where NetPath says, fail where it says, and leave the conntrack entry that it says.</summary>
public sealed class TraceAgainstKernelTests
{
    private readonly LabNode _lab;

    public TraceAgainstKernelTests(LabNode lab) => _lab = lab;

    /// <summary>What connects, from where, and the client's address when it is not the kernel's choice.</summary>
    public static TheoryData<string, string, string, int, string?> Healthy => new()
    {
        { "the reference journey", "client", "10.109.60.134", 80, null },
        { "from the node", "node", "10.109.60.134", 80, null },
        { "a pod to itself through its Service", "numbers", "10.109.60.134", 80, null },
        { "one of two endpoints", "client", "10.98.14.20", 8080, null },
        { "node port from outside", "outside", "192.168.49.2", 30080, null },
        { "load balancer from its source range", "outside", "203.0.113.50", 80, null },
        { "load balancer, source not in its range", "outside", "203.0.113.50", 80, "198.51.100.5" },
        { "traffic policy Local without a local endpoint", "outside", "203.0.113.54", 80, null },
        { "traffic policy Local from a pod", "client", "203.0.113.54", 80, null },
        { "an endpoint on another node", "client", "10.103.7.12", 80, null },
        { "the API server, an address of the node", "client", "10.96.0.1", 443, null },
        { "straight to the pod", "outside", "10.244.120.67", 80, null },
        { "a Service without endpoints", "client", "10.106.0.1", 80, null },
        { "a Service without endpoints, from the node", "node", "10.106.0.1", 80, null },
        { "a port where nobody listens", "client", "10.244.120.67", 81, null },
        { "the node to itself", "node", "192.168.49.2", 8443, null },
        { "a pod to the node", "client", "192.168.49.2", 8443, null },
    };

    public static TheoryData<string> Faults => [.. Fault.All.Keys];

    [Theory, MemberData(nameof(Healthy))]
    public void A_connection_ends_as_the_trace_says(string what, string space, string address, int port, string? source)
    {
        _lab.SkipUnlessUp();

        PacketTrace trace = LabTrace.From(space, address, port, source);
        (Symptom seen, string text) = new LabConnection(space, address, port, source).Try(patience: 2);

        string message = $"{what}: {text}\n{LabTrace.Describe(trace)}";
        Assert.True(trace.Outcomes.All(outcome => outcome.Symptom == seen.ToString() && outcome.Assumptions.Length == 0), message);
        if (seen == Symptom.Connected)
        {
            Match answer = Regex.Match(text, @"^(?<server>\S+) sees (?<client>[\d.]+)");
            Assert.True(trace.Outcomes.Any(outcome => outcome.EndsAt == answer.Groups["server"].Value && outcome.SourceSeen == answer.Groups["client"].Value), message);
            Assert.Equal(1, trace.Outcomes.Sum(outcome => outcome.Probability), 6);
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public void A_broken_link_of_the_chain_is_named_and_its_symptom_is_the_real_one(string name)
    {
        _lab.SkipUnlessUp();
        Fault fault = Fault.All[name];
        try
        {
            Shell(fault.Space, fault.Break).OrFail();
            LabMemory.Forget();

            PacketTrace trace = LabTrace.From("client", "10.109.60.134", 80);
            (Symptom seen, string text) = LabConnection.Reference.Try(patience: 5);

            string message = $"{text}\n{LabTrace.Describe(trace)}";
            PathOutcome outcome = Assert.Single(trace.Outcomes);
            Assert.True(outcome.Disposition == fault.Expected.ToString() && outcome.ReplyDisposition == fault.Reply?.ToString(), message);
            Assert.True(outcome.Symptom == seen.ToString(), message);
            Assert.False(outcome.Passed, message);
        }
        finally
        {
            Shell(fault.Space, fault.Mend);
            LabMemory.Forget();
        }

        Assert.StartsWith("numbers-api", LabNode.Get("client", "10.109.60.134", 80).OrFail().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_conntrack_entry_is_the_one_that_the_trace_predicts()
    {
        _lab.SkipUnlessUp();

        PathOutcome outcome = Assert.Single(LabTrace.From("client", "10.109.60.134", 80).Outcomes);
        string answer = LabNode.Get("client", "10.109.60.134", 80).OrFail().Text;
        string port = Regex.Match(answer, @"10\.244\.120\.68:(\d+)").Groups[1].Value;
        string entries = LabNode.Inside("node", "conntrack", "-L", "-p", "tcp", "--orig-port-src", port).OrFail().Text;

        ConntrackTuple predicted = Assert.Single(outcome.Conntrack);
        Assert.Equal("tcp 10.244.120.68:* -> 10.109.60.134:80", predicted.Original);
        Assert.Equal("tcp 10.244.120.67:80 -> 10.244.120.68:*", predicted.Reply);
        Assert.Contains($"src=10.244.120.68 dst=10.109.60.134 sport={port} dport=80 src=10.244.120.67 dst=10.244.120.68 sport=80 dport={port}", entries);
    }

    [Fact]
    public void Session_affinity_is_certain_for_a_client_that_never_came_and_open_for_one_that_did()
    {
        _lab.SkipUnlessUp();
        const string Sticky = "10.105.9.9";
        Shell("node", "for list in /proc/net/xt_recent/KUBE-SEP-*; do echo / > $list; done").OrFail();

        PacketTrace first = LabTrace.From("backend", Sticky, 80);
        string answer = LabNode.Get("backend", Sticky, 80).OrFail().Text;
        PacketTrace second = LabTrace.From("backend", Sticky, 80);

        Assert.True(first.Passed, LabTrace.Describe(first));
        Assert.Equal([0.5, 0.5], first.Outcomes.Select(outcome => Math.Round(outcome.Probability, 6)));
        Assert.False(second.Passed, LabTrace.Describe(second));
        Assert.Equal(answer.Split(' ')[0], second.Outcomes.Single(outcome => outcome.Assumptions.Length > 0 && outcome.Assumptions.All(text => text.StartsWith("taken to match", StringComparison.Ordinal))).EndsAt);
    }

    private static Shell Shell(string space, string commands) => LabNode.Inside(space, "sh", "-c", commands.Replace("{client}", LabNode.Space("client"), StringComparison.Ordinal));
}
