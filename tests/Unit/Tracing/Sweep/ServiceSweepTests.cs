using NetPath.Core.Diagnosis;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Sweep;
using Xunit;

namespace NetPath.Unit.Tracing.Sweep;

/// <summary>The healthy node with a second endpoint, and faults that concern one of them, all, or none for certain.</summary>
public sealed class ServiceSweepTests
{
    private const string OneEndpoint = "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -j KUBE-SEP-AAAAAAAAAAAAAAA1\n";

    private const string TwoEndpoints = """
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.2:8080" -m statistic --mode random --probability 0.25000000000 -j KUBE-SEP-AAAAAAAAAAAAAAA1
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.3:8080" -j KUBE-SEP-AAAAAAAAAAAAAAA2
        -A KUBE-SEP-AAAAAAAAAAAAAAA2 -s 10.244.0.3/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ
        -A KUBE-SEP-AAAAAAAAAAAAAAA2 -p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.0.3:8080

        """;

    private const string Sticky = """
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.2:8080" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-AAAAAAAAAAAAAAA1 --mask 255.255.255.255 --rsource -j KUBE-SEP-AAAAAAAAAAAAAAA1
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.3:8080" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-AAAAAAAAAAAAAAA2 --mask 255.255.255.255 --rsource -j KUBE-SEP-AAAAAAAAAAAAAAA2

        """;

    private static readonly Dictionary<string, (Func<NodeBuilder, NodeBuilder> Fault, string[] Expected)> Cases = new()
    {
        ["both answer"] = (node => node, ["10.244.0.2:8080 25% Passed Connected -", "10.244.0.3:8080 75% Passed Connected -"]),
        ["one does not listen"] = (
            node => node.With($"{CalicoNode.Client}/sockets/tcp.txt", TestSockets.Tcp()),
            ["10.244.0.2:8080 25% Passed Connected -", "10.244.0.3:8080 75% Failed ConnectionRefused -"]),
        ["the choice depends on what is not known"] = (
            node => node.Change(CalicoNode.Rules, "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -m statistic", $"{Sticky}-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -m statistic"),
            ["10.244.0.2:8080 25% Passed Connected -", "10.244.0.3:8080 75% Passed Connected -"]),
        ["no endpoints"] = (
            node => node
                .Change(CalicoNode.Rules, "-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment \"default/web cluster IP\" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA\n", "")
                .Change(CalicoNode.Rules, ":KUBE-FORWARD - [0:0]", ":KUBE-FORWARD - [0:0]\n:KUBE-SERVICES - [0:0]\n-A OUTPUT -j KUBE-SERVICES\n-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment \"default/web has no endpoints\" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable"),
            ["none 100% Failed ConnectionRefused NP2002"]),
        ["a rule may stop them before an endpoint is chosen"] = (
            node => node.Change(CalicoNode.Rules, "*filter\n", "*raw\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -d 10.96.0.50/32 -p tcp -m tcp --sport 53 -j DROP\nCOMMIT\n*filter\n"),
            ["none 100% Unknown TimedOut -", "10.244.0.2:8080 25% Unknown Connected -", "10.244.0.3:8080 75% Unknown Connected -"]),
        ["another node's endpoint"] = (
            node => node.Change(CalicoNode.Rules, "--to-destination 10.244.0.3:8080", "--to-destination 10.250.0.3:8080"),
            ["10.244.0.2:8080 25% Passed Connected -", "10.250.0.3:8080 75% Unknown Unknown -"]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachEndpointIsARow(string name)
    {
        NodeSnapshot node = Cases[name].Fault(Healthy()).Build();

        ServicePathTest[] tests = [.. ServiceSweep.Run([node], new ServiceQuery(), null, TestContext.Current.CancellationToken)];

        string[] shown = [.. tests.OrderBy(test => test.Endpoint, StringComparer.Ordinal).Select(test => $"{test.Endpoint ?? "none"} {100 * test.Probability:0}% {test.Result} {test.Symptom} {(test.Cause == "NP2002" ? test.Cause : "-")}")];
        Assert.Equal(Cases[name].Expected, shown);
        Assert.All(tests, test => Assert.Equal("default/web", test.Name));
    }

    [Fact]
    public void AClientThatDoesNotExistIsAnError() =>
        Assert.Throws<TraceRequestException>(() => ServiceSweep.Run([Healthy().Build()], new ServiceQuery(), "nobody", TestContext.Current.CancellationToken));

    [Fact]
    public void ASweepIsOverWhenItIsCancelled()
    {
        using CancellationTokenSource cancellation = new();
        IEnumerable<ServicePathTest> tests = ServiceSweep.Run([Healthy().Build()], new ServiceQuery(), null, cancellation.Token);
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => tests.Count());
    }

    [Fact]
    public void WhatPassesHasNoCauseAndNoError()
    {
        ServicePathTest[] tests = [.. ServiceSweep.Run([Healthy().Build()], new ServiceQuery(), "client", TestContext.Current.CancellationToken)];

        Assert.All(tests, test => Assert.Null(test.Cause));
        Assert.All(tests, test => Assert.DoesNotContain(test.Findings, finding => finding.Severity == nameof(FindingSeverity.Error)));
    }

    // web at 10.244.0.2 and client at 10.244.0.3, which both listen on 8080.
    private static NodeBuilder Healthy() => CalicoNode.Healthy()
        .With($"{CalicoNode.Client}/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:8080"))
        .Change(CalicoNode.Rules, OneEndpoint, TwoEndpoints)
        .Change(CalicoNode.Rules, ":KUBE-SEP-AAAAAAAAAAAAAAA1 - [0:0]", ":KUBE-SEP-AAAAAAAAAAAAAAA1 - [0:0]\n:KUBE-SEP-AAAAAAAAAAAAAAA2 - [0:0]");
}
