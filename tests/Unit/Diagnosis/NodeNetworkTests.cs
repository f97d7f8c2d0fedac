using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Unit.Snapshots;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>The node as such.</summary>
public sealed class NodeNetworkTests
{
    [Fact]
    public void A_healthy_node_has_no_error_and_no_warning() =>
        Assert.DoesNotContain(NodeNetworkTest.OfNode(CalicoNode.Healthy().Build()), finding => finding.Severity != nameof(FindingSeverity.Information));

    [Fact]
    public void Sections_that_nobody_asked_for_are_told()
    {
        TestSnapshot made = new();
        made.Changes["sections"] = new[] { "netfilter", "routing", "links", "pods", "sysctl", "sockets", "dns" };
        NodeSnapshot snapshot = made.Read();

        Finding finding = Assert.Single(NodeNetworkTest.OfNode(snapshot), one => one.Code == "NP9001");

        Assert.Equal("the section conntrack was not collected, since nobody asked for it. Not decided: how full the connection tracking table is", finding.Message);
        Assert.Equal("Information", finding.Severity);
    }

    [Fact]
    public void The_worst_comes_first()
    {
        NodeSnapshot broken = CalicoNode.Healthy()
            .Change(CalicoNode.Sysctl, "net/ipv4/conf/all/forwarding = 1", "net/ipv4/conf/all/forwarding = 0")
            .Change(CalicoNode.Sysctl, "net/ipv4/conf/cali-web/forwarding = 1", "net/ipv4/conf/cali-web/forwarding = 0")
            .Build();

        IReadOnlyList<Finding> findings = NodeNetworkTest.OfNode(broken);

        Assert.Equal(findings.OrderByDescending(finding => Enum.Parse<FindingSeverity>(finding.Severity)).Select(finding => finding.Code), findings.Select(finding => finding.Code));
        Assert.Contains(findings, finding => finding is { Code: "NP3005", Severity: "Error" });
    }
}
