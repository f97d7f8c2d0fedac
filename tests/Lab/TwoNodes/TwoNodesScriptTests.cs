using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>The two nodes come up over what earlier ones left, and go away whole.</summary>
public sealed class TwoNodesScriptTests(LabNode machine)
{
    private static readonly string Other = $"{LabNode.Prefix}-two";

    [Fact]
    public void They_come_up_over_what_earlier_ones_left_and_go_away_whole()
    {
        machine.SkipUnlessUp();
        Shell.Run("ip", "netns", "add", $"{Other}-web2").OrFail();
        try
        {
            Shell.Run(TwoNodeLab.Script, "up", "--prefix", Other, "--plugin", "flannel", "--network", "routed").OrFail();
            Assert.Contains("172.18.0.3/16", Shell.Run(TwoNodeLab.Script, "status", "--prefix", Other).OrFail().Text);
            Archive archive = new(Shell.Run(TwoNodeLab.Script, "collect", "--prefix", Other, "node2").OrFail().Output);
            Assert.Equal("node2", archive.Manifest.GetProperty("node").GetString());
        }
        finally
        {
            Shell.Run(TwoNodeLab.Script, "down", "--prefix", Other).OrFail();
        }

        AssertGone();
    }

    [Fact]
    public void What_fails_halfway_leaves_nothing()
    {
        machine.SkipUnlessUp();

        Assert.Equal(3, LabScriptTests.WithFailing("ip6tables-nft-restore", TwoNodeLab.Script, "up", "--prefix", Other).ExitCode);
        AssertGone();
    }

    private static void AssertGone()
    {
        Assert.DoesNotContain(Other, Shell.Run("ip", "netns", "list").OrFail().Text);
        Assert.False(Directory.Exists($"/run/netpath-two-nodes/{Other}"));
        Assert.False(Directory.Exists($"/etc/netns/{Other}-node1"));
    }
}
