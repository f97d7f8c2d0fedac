using System.Globalization;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>Two nodes with two pods each, up for as long as the tests of one collection run.</summary>
public abstract class TwoNodeLab : IDisposable
{
    private const string PrefixOfTests = "np-two-test-";
    // Enough for what connects, also on a busy machine.
    private const int Long = 20;

    private const string State = "/run/netpath-two-nodes";

    /// <summary>The folder of the script and the helpers.</summary>
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Lab", "TwoNodes");

    private static int _made;

    private readonly string _prefix;
    private readonly Lazy<Dictionary<string, Task<Answer>>> _answers;
    private readonly Lazy<NodeSnapshot[]> _healthy;

    /// <summary>Builds the nodes, unless this machine cannot: then <see cref="Reason"/> says why.</summary>
    private protected TwoNodeLab(LabNode machine, string plugin, string network, string backend)
    {
        _answers = new Lazy<Dictionary<string, Task<Answer>>>(AskAll);
        _healthy = new Lazy<NodeSnapshot[]>(Snapshots);
        ArgumentNullException.ThrowIfNull(machine);
        Plugin = plugin;
        Network = network;
        Reason = machine.Reason;
        _prefix = PrefixOfTests + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "-" + Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);
        if (Reason is null)
        {
            RemoveAbandoned();
            Shell.Run(Script, "up", "--prefix", _prefix, "--plugin", plugin, "--network", network, "--backend", backend).OrFail();
        }
    }

    /// <summary>The script that builds the nodes.</summary>
    public static string Script { get; } = Path.Combine(Folder, "two-nodes.sh");

    /// <summary>The network plugin: calico or flannel.</summary>
    public string Plugin { get; }

    /// <summary>What is between the nodes: vxlan or routed.</summary>
    public string Network { get; }

    /// <summary>What the words in braces of a <see cref="Journey"/> stand for here.</summary>
    public abstract IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>Snapshots of both nodes as they are when nothing is broken; taken once.</summary>
    public IReadOnlyList<NodeSnapshot> Healthy => _healthy.Value;

    /// <summary>Why there are no nodes; null when they are up.</summary>
    public string? Reason { get; }

    /// <summary>Skips the running test, with the reason, where there are no nodes.</summary>
    public void SkipUnlessUp() => Assert.SkipUnless(Reason is null, Reason ?? string.Empty);

    /// <summary>The name of one of the namespaces: node1, node2, client1, web1, client2, web2, outside or fabric.</summary>
    public string Space(string name) => $"{_prefix}-{name}";

    /// <summary>Runs a command in one of the namespaces.</summary>
    public Shell Inside(string space, params string[] command) => Shell.Run(["ip", "netns", "exec", Space(space), .. command]);

    /// <summary>Runs shell commands in one of the namespaces.</summary>
    public Shell Run(string space, string commands) => Inside(space, "sh", "-c", commands);

    /// <summary>Asks an HTTP server from one of the namespaces.</summary>
    /// <param name="space">Where the client is.</param>
    /// <param name="address">IPv4 or IPv6.</param>
    /// <param name="port">The port.</param>
    /// <param name="bytes">How much the server shall send beside its one line.</param>
    /// <param name="source">The client's address; null for the one that its kernel selects.</param>
    /// <param name="patience">Seconds until the client gives up.</param>
    public Answer Ask(string space, string address, int port, int bytes = 0, string? source = null, int patience = Long) => Answer.Read(Inside(
        space,
        ["env", $"PATIENCE={patience}", "perl", Path.Combine(Folder, "ask.pl"), address, $"{port}", $"{bytes}", .. source is null ? Array.Empty<string>() : [source]]));

    /// <summary>What came of a journey. All are made at once, since some of them wait for an answer that does not come.</summary>
    public async Task<Answer> Observed(string journey) => await _answers.Value[journey];

    /// <summary>The source that the server of a journey must see here.</summary>
    public string SourceSeen(Journey journey) => Words.GetValueOrDefault(journey.SourceSeen.Trim('{', '}'), journey.SourceSeen);

    /// <summary>A snapshot of one node by the collector, which sees this node and its pods only.</summary>
    /// <param name="node">1 or 2.</param>
    public NodeSnapshot Snapshot(int node) =>
        Collector.Collect($"{State}/{_prefix}/collect-node{node}.sh", new CollectorOptions(), null, CancellationToken.None);

    /// <summary>Snapshots of both nodes, taken now.</summary>
    public NodeSnapshot[] Snapshots()
    {
        Task<NodeSnapshot> second = Task.Run(() => Snapshot(2));
        return [Snapshot(1), second.Result];
    }

    /// <summary>Makes a node's VXLAN devices anew.</summary>
    /// <param name="arguments">The node, and before it what shall be different: <c>--vni 4097 node2</c>.</param>
    public void MakeTunnels(string arguments) => Shell.Run([Script, "tunnels", "--prefix", _prefix, "--plugin", Plugin, .. arguments.Split(' ')]).OrFail();

    /// <summary>Makes the kernels forget what they remember of addresses, path MTUs and connections: it would hide a fault, or show it after it was mended.</summary>
    public void Forget() => Shell.Run("sh", "-c", $$"""
        for space in node1 node2 client1 web1 client2 web2; do
            ip netns exec "{{Space("")}}$space" sh -c 'ip route flush cache; ip -6 route flush cache; ip neigh flush dev eth0; conntrack -F' >/dev/null 2>&1 &
        done
        wait
        """);

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (Reason is null)
        {
            Shell.Run(Script, "down", "--prefix", _prefix);
        }
    }

    private Dictionary<string, Task<Answer>> AskAll() => Journey.All.ToDictionary(
        one => one.Key,
        one => Task.Run(() => Ask(one.Value.From, one.Value.Address, one.Value.Port, source: one.Value.Source, patience: one.Value.Ending == Symptom.TimedOut ? 3 : Long)));

    /// <summary>Takes down what a test process that was killed has left behind.</summary>
    private static void RemoveAbandoned()
    {
        DirectoryInfo labs = new(State);
        foreach (DirectoryInfo lab in labs.Exists ? labs.GetDirectories(PrefixOfTests + "*") : [])
        {
            string process = lab.Name[PrefixOfTests.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{process}"))
            {
                Shell.Run(Script, "down", "--prefix", lab.Name);
            }
        }
    }
}
