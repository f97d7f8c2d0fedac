using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>A policy of IPsec that blocks what the node passes on. NetPath does not evaluate it, and must not call the way certain.</summary>
public sealed class IpsecTests
{
    private readonly LabNode _lab;

    public IpsecTests(LabNode lab) => _lab = lab;

    [Theory]
    [InlineData("dst 10.244.120.67 dir out")]
    [InlineData("dst 10.109.60.134 dir fwd")]
    public void A_policy_that_blocks_the_connection_makes_its_way_conditional(string policy)
    {
        _lab.SkipUnlessUp();
        Assert.SkipUnless(LabNode.Inside("node", "ip", "xfrm", "policy", "count").ExitCode == 0, "this kernel has no IPsec");
        CatalogueFault fault = new("NP6005", $"an IPsec policy {policy}", $"ip xfrm policy add src 10.244.120.68 {policy} action block", "ip xfrm policy flush", Symptom.TimedOut);

        BreakingLab.With(_lab, fault, node =>
        {
            Assert.Equal(Symptom.TimedOut, node.Seen);
            Assert.False(node.Trace.Passed, LabTrace.Describe(node.Trace));
            Assert.Contains(node.Trace.Findings, finding => finding.Code == "NP6005" && finding.Message.Contains("IPsec", StringComparison.Ordinal));
        });
    }
}
