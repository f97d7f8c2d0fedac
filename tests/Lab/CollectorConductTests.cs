using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NetPath.Lab;

/// <summary>How the collector behaves: it changes nothing, leaves nothing, and copes with what is missing.</summary>
public sealed class CollectorConductTests
{
    private static readonly string[] NeededTools =
        ["awk", "cat", "cp", "date", "dash", "grep", "gzip", "ip", "ls", "mkdir", "mktemp", "nsenter", "rm", "sh", "sort", "stat", "tar", "tr", "uname", "xargs", "lsns"];

    private readonly LabNode _lab;

    public CollectorConductTests(LabNode lab) => _lab = lab;

    [Theory]
    [InlineData("node")]
    [InlineData("client")]
    public void Collecting_creates_no_table_and_no_chain(string space)
    {
        _lab.SkipUnlessUp();
        string before = Ruleset(space);
        CollectorRun.Archive(["dash", Repository.Collector, "--netns", LabNode.Space("node")]);
        Assert.Equal(before, Ruleset(space));
    }

    [Fact]
    public void The_script_works_from_standard_input()
    {
        _lab.SkipUnlessUp();
        Archive archive = CollectorRun.Archive(["sh", "-s", "--", "--netns", LabNode.Space("node"), "--node", "worker \"1\""], inputFile: Repository.Collector);
        Assert.Equal("worker \"1\"", archive.Manifest.GetProperty("node").GetString());
        Assert.Equal(6, archive.Manifest.GetProperty("namespaces").GetArrayLength());
    }

    [Fact]
    public void Only_the_sections_that_were_asked_for_are_taken()
    {
        _lab.SkipUnlessUp();
        Archive archive = CollectorRun.Archive(["dash", Repository.Collector, "--netns", LabNode.Space("node"), "--only", "dns,routing", "--raw"]);
        Assert.Equal(["routing", "dns"], archive.Manifest.GetProperty("sections").EnumerateArray().Select(section => section.GetString()));
        Assert.Equal(
            ["host/dns/hosts", "host/dns/resolv.conf", "host/routing/neighbour.json", "host/routing/nexthop.json", "host/routing/route4.json", "host/routing/route6.json", "host/routing/rule4.json", "host/routing/rule6.json"],
            archive.Paths.Where(path => !path.Contains("/xfrm-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("there is no section 'nonsense'", "--only", "nonsense")]
    [InlineData("there is no network namespace at /run/netns/np-nowhere", "--netns", "np-nowhere")]
    [InlineData("--pid needs a process id, not 'init'", "--pid", "init")]
    [InlineData("unknown option '--all'", "--all")]
    public void A_wrong_option_is_named(string complaint, params string[] options)
    {
        _lab.SkipUnlessUp();
        Shell shell = Shell.Run(["dash", Repository.Collector, .. options]);
        Assert.Equal(2, shell.ExitCode);
        Assert.Contains(complaint, shell.Error);
        Assert.Empty(shell.Output);
    }

    [Fact]
    public void A_missing_command_is_recorded_and_the_rest_is_taken()
    {
        _lab.SkipUnlessUp();
        DirectoryInfo tools = Directory.CreateTempSubdirectory("netpath-lab-path-");
        try
        {
            foreach (string tool in NeededTools)
            {
                File.CreateSymbolicLink(Path.Combine(tools.FullName, tool), Shell.Run("sh", "-c", $"command -v {tool}").OrFail().Text.Trim());
            }

            Archive archive = CollectorRun.Archive(["dash", Repository.Collector, "--netns", LabNode.Space("node")], path: tools.FullName);
            JsonElement record = archive.Records["host/netfilter/nft-ruleset.json"];
            Assert.Equal(127, record.GetProperty("exitCode").GetInt32());
            Assert.Equal("nft: command not found", record.GetProperty("stderr").GetString());
            Assert.Equal(127, archive.Records["host/netfilter/iptables-nft-save.txt"].GetProperty("exitCode").GetInt32());
            Assert.DoesNotContain("host/netfilter/nft-ruleset.json", archive.Paths);
            Assert.Contains("host/routing/route4.json", archive.Paths);
        }
        finally
        {
            tools.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_reader_that_goes_away_ends_it_without_leftovers()
    {
        _lab.SkipUnlessUp();
        using CollectorRun run = new();
        Shell.Run(["sh", "-c", $"dash '{Repository.Collector}' --netns {LabNode.Space("node")} --raw | true"], run.Environment).OrFail();
        Assert.Empty(run.Leftovers);
    }

    [Theory]
    [InlineData("dash", "INT", 130)]
    [InlineData("dash", "TERM", 143)]
    [InlineData("busybox sh", "INT", 130)]
    [InlineData("busybox sh", "TERM", 143)]
    public void A_signal_ends_it_without_leftovers(string shell, string signal, int exitCode)
    {
        _lab.SkipUnlessUp();
        using CollectorRun run = new();
        using Process process = Shell.Start([.. shell.Split(' '), Repository.Collector, "--netns", LabNode.Space("node")], run.Environment);
        SpinWait.SpinUntil(() => run.Leftovers.Length > 0, TimeSpan.FromSeconds(10));
        Shell.Run("sh", "-c", $"kill -{signal} {process.Id.ToString(CultureInfo.InvariantCulture)}").OrFail();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Empty(run.Leftovers);
    }

    private static string Ruleset(string space) =>
        LabNode.Inside(space, "nft", "--stateless", "list", "ruleset").OrFail().Text + LabNode.Inside(space, "cat", "/proc/net/ip_tables_names", "/proc/net/ip6_tables_names").OrFail().Text;
}
