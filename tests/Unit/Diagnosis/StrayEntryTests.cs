using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP7003 and NP7009 on a node: entries that go on sending a Service's packets to an endpoint that its rules have lost.</summary>
public sealed class StrayEntryTests
{
    private const string Gone = "NP7009 1 connection to default/web goes to 10.244.0.9:8080, and the rules hold 10.244.0.2:8080";

    [Theory]
    [InlineData("the endpoint of the rules", "tcp", "ESTABLISHED", "10.96.0.50", 80, "10.244.0.2", "")]
    [InlineData("an endpoint that is gone", "tcp", "ESTABLISHED", "10.96.0.50", 80, "10.244.0.9", Gone)]
    [InlineData("an endpoint that is gone, by the node port", "tcp", "SYN_SENT", "192.0.2.10", 30080, "10.244.0.9", Gone)]
    [InlineData("a connection that is over", "tcp", "TIME_WAIT", "10.96.0.50", 80, "10.244.0.9", "")]
    [InlineData("translated by other rules", "tcp", "ESTABLISHED", "10.96.0.51", 80, "10.244.0.9", "")]
    [InlineData("datagrams to an endpoint that is gone", "udp", "", "10.96.0.50", 80, "10.244.0.9", "NP7003 1 UDP entry of 10.244.0.3 for default/web still goes to 10.244.0.9:8080; the rules hold 10.244.0.2:8080")]
    public void Entries_whose_endpoint_the_rules_have_lost_are_found(string name, string protocol, string state, string asked, int port, string endpoint, string found)
    {
        NodeSnapshot node = CalicoNode.Healthy()
            .Change(CalicoNode.Rules, "-p tcp", $"-p {protocol}")
            .With("host/conntrack/entries.txt", $"{protocol} {(protocol == "tcp" ? 6 : 17)} 100 {state} src=10.244.0.3 dst={asked} sport=4000 dport={port} src={endpoint} dst=10.244.0.3 sport=8080 dport=4000 mark=0 use=1\n")
            .Build();

        Assert.Equal((name, found), (name, string.Join("; ", Of(node))));
    }

    [Fact]
    public void Without_entries_there_is_nothing_to_find() => Assert.Empty(Of(CalicoNode.Healthy().Build()));

    private static IEnumerable<string> Of(NodeSnapshot node) => NodeFindings.Of(node).Of("NP7003").Concat(NodeFindings.Of(node).Of("NP7009")).Select(finding => finding.ToString());
}
