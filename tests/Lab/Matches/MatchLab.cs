using System.Diagnostics;
using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab.Matches;

/// <summary>A client, a router with rules that count, and a server, in namespaces that are removed with it.</summary>
internal sealed class MatchLab : IDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Lab", "Matches");
    private static int _count;

    private readonly string _prefix;
    private readonly string _backend;
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("netpath-matches-");
    private readonly List<Process> _listeners = [];

    public MatchLab(string backend)
    {
        _backend = backend;
        _prefix = $"np-matches-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        try
        {
            Shell.Run("sh", Path.Combine(Folder, "match-lab.sh"), "up", _prefix).OrFail();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The rules that this kernel or tool does not take.</summary>
    public string[] Refused { get; private set; } = [];

    public string Space(string role) => $"{_prefix}-{role}";

    /// <summary>Loads sets and then rules: all at once, or, where one is refused, each by itself.</summary>
    public void Load(string sets, IReadOnlyList<(bool Version6, string Rule)> rules)
    {
        Script($"ipset -exist restore <<'END'\n{sets}\nEND\n").OrFail();
        foreach (bool version6 in new[] { false, true })
        {
            string tool = $"{(version6 ? "ip6tables" : "iptables")}-{_backend}";
            string[] own = [.. rules.Where(rule => rule.Version6 == version6).Select(rule => rule.Rule)];
            if (Script($"{tool}-restore <<'END'\n*mangle\n{string.Join('\n', own)}\nCOMMIT\nEND\n").ExitCode != 0)
            {
                string each = string.Concat(own.Select(rule => $"{tool} -w -t mangle {rule} 2>/dev/null || echo '{rule}'\n"));
                Refused = [.. Refused, .. Script($"{tool} -w -t mangle -F; {tool} -w -t mangle -X\n{each}").OrFail().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
            }
        }
    }

    /// <summary>Runs a command in a namespace.</summary>
    public Shell Run(string role, params string[] command) => Shell.Run(["ip", "netns", "exec", Space(role), .. command]);

    /// <summary>Listens for TCP until this lab is removed.</summary>
    public void Listen(string role, params string[] places)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_temporary.FullName, role)).FullName;
        Process process = Shell.Start(["ip", "netns", "exec", Space(role), "perl", Path.Combine(Folder, "listen.pl"), folder, .. places], new Dictionary<string, string>());
        _listeners.Add(process);
        for (int i = 0; i < 100 && !File.Exists(Path.Combine(folder, "ready")); i++)
        {
            Thread.Sleep(20);
        }
    }

    public void Send(string role, string protocol, string destination, int port) =>
        Run(role, "perl", Path.Combine(Folder, "send.pl"), protocol, destination, $"{port}").OrFail();

    public NodeSnapshot Snapshot() =>
        Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = Space("router") }, null, TestContext.Current.CancellationToken);

    /// <summary>The rules with what they have counted.</summary>
    public Ruleset Counted(IpFamily family)
    {
        byte[] dump = Run("router", $"{(family == IpFamily.IPv6 ? "ip6tables" : "iptables")}-{_backend}-save", "-c", "-t", "mangle").OrFail().Output;
        return IptablesSaveReader.Read(new SnapshotPart("counted.txt", dump), family, _backend == "legacy" ? RulesetBackend.Legacy : RulesetBackend.NfTables);
    }

    private Shell Script(string text)
    {
        string path = Path.Combine(_temporary.FullName, "load.sh");
        File.WriteAllText(path, text);
        return Run("router", "sh", path);
    }

    public void Dispose()
    {
        foreach (Process process in _listeners)
        {
            process.StandardInput.Close();
            process.WaitForExit(2000);
            process.Dispose();
        }

        Shell.Run("sh", Path.Combine(Folder, "match-lab.sh"), "down", _prefix);
        _temporary.Delete(recursive: true);
    }
}
