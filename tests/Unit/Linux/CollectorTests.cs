using System.Diagnostics;
using NetPath.Core.Snapshots;
using NetPath.Linux;
using NetPath.Unit.Snapshots;
using Xunit;

namespace NetPath.Unit.Linux;

/// <summary>Runs stand-ins for the collector script: what is tested here is how a script is run, not what it collects.</summary>
public sealed class CollectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("np-collector-test-");

    public CollectorTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "runs /bin/sh");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_snapshot_is_read_from_the_scripts_output()
    {
        File.WriteAllBytes($"{_folder}/node.tar", TestArchive.Tar(new TestSnapshot().With("host/sysctl.txt", "net/ipv4/ip_forward = 1\n").Files()));

        NodeSnapshot snapshot = Collect($"echo noise >&2; cat '{_folder}/node.tar'");

        Assert.Equal(("node1", "this machine"), (snapshot.NodeName, snapshot.Source));
        Assert.Equal(1, snapshot.Host.Sysctl.Number("net/ipv4/ip_forward"));
    }

    [Fact]
    public void Options_become_the_scripts_arguments()
    {
        CollectorOptions options = new() { Sections = ["routing", "links"], NetworkNamespace = "a b", ProcessId = 77, IncludeConntrackEntries = true };

        CollectorException error = Assert.Throws<CollectorException>(() => Collect("printf '[%s]' \"$@\" >&2; exit 3", options));

        Assert.Equal("The collector ended with exit code 3: [--raw][--only][routing,links][--netns][a b][--pid][77][--entries]", error.Message);
    }

    [Theory]
    [InlineData("echo 'no such namespace' >&2; exit 2", "The collector ended with exit code 2: no such namespace")]
    [InlineData("exit 4", "The collector ended with exit code 4: 'this machine' cannot be read as a snapshot: it is empty.")]
    [InlineData("echo hello", "The collector ended with exit code 0: 'this machine' cannot be read as a snapshot: it is neither a tar nor a gzipped tar.")]
    public void A_script_that_fails_is_an_error_in_its_own_words(string script, string message) =>
        Assert.Equal(message, Assert.Throws<CollectorException>(() => Collect(script)).Message);

    [Fact]
    public void A_lot_on_standard_error_does_not_stop_the_script()
    {
        CollectorException error = Assert.Throws<CollectorException>(() => Collect("i=0; while [ $i -lt 3000 ]; do echo 'this line is forty characters long, about' >&2; i=$((i+1)); done; exit 1"));

        Assert.InRange(error.Message.Length, 4000, 4200);
    }

    [Fact]
    public void A_missing_script_is_named()
    {
        CollectorException error = Assert.Throws<CollectorException>(() => Collector.Collect($"{_folder}/none.sh", new CollectorOptions(), null, CancellationToken.None));

        Assert.StartsWith($"The collector '{_folder}/none.sh' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_the_script_and_what_it_started_and_lets_it_clean_up()
    {
        using CancellationTokenSource source = new();
        source.CancelAfter(300);
        string script = $"trap 'rm -f {_folder}/temporary; exit 143' TERM; touch {_folder}/temporary; sh -c 'echo $$ >{_folder}/child; sleep 60'; true";

        Assert.Throws<OperationCanceledException>(() => Collect(script, cancellation: source.Token));

        Assert.False(File.Exists($"{_folder}/temporary"), "the script's trap ran");
        Assert.False(IsRunning(int.Parse(File.ReadAllText($"{_folder}/child"))), "what the script started has ended");
    }

    [Fact]
    public void A_script_that_does_not_heed_the_signal_is_killed()
    {
        using CancellationTokenSource source = new();
        source.CancelAfter(300);

        Assert.Throws<OperationCanceledException>(() => Collect($"trap '' TERM; echo $$ >{_folder}/child; while :; do sleep 1; done", cancellation: source.Token));

        Assert.False(IsRunning(int.Parse(File.ReadAllText($"{_folder}/child"))));
    }

    private NodeSnapshot Collect(string script, CollectorOptions? options = null, CancellationToken? cancellation = null)
    {
        string path = $"{_folder}/script.sh";
        File.WriteAllText(path, script);
        return Collector.Collect(path, options ?? new CollectorOptions(), null, cancellation ?? TestContext.Current.CancellationToken);
    }

    /// <summary>A killed process may stay as a zombie until its new parent looks: that counts as ended.</summary>
    private static bool IsRunning(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
