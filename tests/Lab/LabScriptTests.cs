using Xunit;

namespace NetPath.Lab;

/// <summary>The lab comes up over what an earlier one left, and goes away whole.</summary>
public sealed class LabScriptTests
{
    private static readonly string Other = $"{LabNode.Prefix}-other";
    private readonly LabNode _lab;

    public LabScriptTests(LabNode lab) => _lab = lab;

    [Theory]
    [InlineData("nft")]
    [InlineData("legacy")]
    public void A_second_lab_stands_beside_the_first_on_either_backend_and_goes_away_whole(string backend)
    {
        _lab.SkipUnlessUp();
        Shell.Run("ip", "netns", "add", $"{Other}-node").OrFail();
        try
        {
            Shell.Run(Repository.LabScript, "up", "--prefix", Other, "--backend", backend).OrFail();
            Assert.Contains("KUBE-SVC-BE5LIK4X2OAKIEFX", Shell.Run("ip", "netns", "exec", $"{Other}-node", $"iptables-{backend}-save", "-t", "nat").OrFail().Text);
            Assert.Contains("192.168.49.2/24", Shell.Run(Repository.LabScript, "status", "--prefix", Other).OrFail().Text);
        }
        finally
        {
            Shell.Run(Repository.LabScript, "down", "--prefix", Other).OrFail();
        }

        AssertGone();
        Shell.Run(Repository.LabScript, "down", "--prefix", Other).OrFail();
    }

    [Fact]
    public void A_lab_that_fails_halfway_leaves_nothing()
    {
        _lab.SkipUnlessUp();

        Assert.Equal(3, WithFailing("iptables-nft-restore", Repository.LabScript, "up", "--prefix", Other).ExitCode);
        AssertGone();
    }

    /// <summary>Runs a command that finds a tool which does nothing but fail.</summary>
    internal static Shell WithFailing(string tool, params string[] command)
    {
        DirectoryInfo tools = Directory.CreateTempSubdirectory("netpath-lab-path-");
        try
        {
            string failing = Path.Combine(tools.FullName, tool);
            File.WriteAllText(failing, "#!/bin/sh\nexit 3\n");
            Shell.Run("chmod", "+x", failing).OrFail();
            return Shell.Run(command, new Dictionary<string, string> { ["PATH"] = $"{tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}" });
        }
        finally
        {
            tools.Delete(recursive: true);
        }
    }

    private static void AssertGone()
    {
        Assert.DoesNotContain(Other, Shell.Run("ip", "netns", "list").OrFail().Text);
        Assert.False(Directory.Exists($"/run/netpath-lab/{Other}"));
        Assert.False(Directory.Exists($"/etc/netns/{Other}-node"));
        Assert.False(Directory.Exists($"/sys/fs/cgroup/unified/{Other}") || Directory.Exists($"/sys/fs/cgroup/{Other}"));
    }
}
