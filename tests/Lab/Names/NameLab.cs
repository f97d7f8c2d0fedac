using System.Diagnostics;
using System.Globalization;
using NetPath.Core.Dns;
using NetPath.Core.Snapshots;
using NetPath.Dns;
using NetPath.Linux;
using NetPath.Linux.Verification;
using Xunit;

namespace NetPath.Lab.Names;

/// <summary>A reference node of its own, whose name servers tests break, with real lookups from its pods.</summary>
public abstract class NameLab : IDisposable
{
    /// <summary>What the kubelet writes for the lab's pods, but that a silent server costs one second and not ten.</summary>
    public const string Impatient = "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5 timeout:1 attempts:1\n";

    /// <summary>How the names of its namespaces begin.</summary>
    protected string Prefix { get; }
    private readonly List<Process> _servers = [];
    private bool _isUp;

    /// <summary>A node whose namespaces are told from those of other tests by a word.</summary>
    protected NameLab(string word) => Prefix = $"{LabNode.Prefix}-{word}";

    /// <summary>Where the lab keeps its rules and logs.</summary>
    public static string Rules => Path.Combine(Repository.Root, "tests", "Lab", "rules", "kube-proxy.save");

    /// <summary>Builds the node once; skips the running test where there is none.</summary>
    public void Up(LabNode lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        lab.SkipUnlessUp();
        if (!_isUp)
        {
            Shell.Run(Repository.LabScript, "up", "--prefix", Prefix).OrFail();
            _isUp = true;
        }

        Resolver(Impatient);
    }

    /// <summary>Runs a command in one of the node's namespaces.</summary>
    public Shell Inside(string space, params string[] command) => Shell.Run(["ip", "netns", "exec", $"{Prefix}-{space}", .. command]);

    /// <summary>Writes the client's resolv.conf, in place.</summary>
    public void Resolver(string text) => File.WriteAllText($"/etc/netns/{Prefix}-client/resolv.conf", text);

    /// <summary>Starts a name server in the node's own namespace, and waits until it listens.</summary>
    public void Serve(string address)
    {
        string script = Path.Combine(Repository.Root, "tests", "Lab", "dns-server.pl");
        _servers.Add(Shell.Start(["ip", "netns", "exec", $"{Prefix}-node", "perl", script, Rules, address], new Dictionary<string, string>()));
        Inside("node", "sh", "-c", "for i in $(seq 100); do ss -lnu 'sport = :53' | grep -q :53 && exit 0; sleep 0.1; done; exit 1").OrFail();
    }

    /// <summary>Ends the name servers that were started.</summary>
    public void StopServers()
    {
        foreach (Process server in _servers)
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
            server.Dispose();
        }

        _servers.Clear();
    }

    /// <summary>Looks a name up with this machine's own C library, as a program of the client pod does.</summary>
    /// <returns>The addresses, none when it has none; and how long it took.</returns>
    public (string[] Addresses, TimeSpan Time) Lookup(string name)
    {
        long start = Stopwatch.GetTimestamp();
        Shell shell = Inside("client", "getent", "ahosts", name);
        string[] lines = shell.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines.Select(line => line.Split(' ')[0]).Distinct()], Stopwatch.GetElapsedTime(start));
    }

    /// <summary>The questions that CoreDNS' stand-in has been asked since a place in its log.</summary>
    public string[] QuestionsSince(long place)
    {
        using FileStream log = new($"/run/netpath-lab/{Prefix}/coredns.log", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = place;
        using StreamReader reader = new(log);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith("question ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ')[1..3]))];
    }

    /// <summary>The end of that log.</summary>
    public long LogEnd() => new FileInfo($"/run/netpath-lab/{Prefix}/coredns.log").Length;

    /// <summary>A snapshot of the node by the collector.</summary>
    public NodeSnapshot Snapshot() =>
        Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = $"{Prefix}-node", IncludeConntrackEntries = true }, null, TestContext.Current.CancellationToken);

    /// <summary>What NetPath says of a name that the client looks up now.</summary>
    public ServiceNameResolution Resolve(string name) => Resolve(Snapshot(), name, query: false);

    /// <summary>The same, and really asked from the client's namespace.</summary>
    public ServiceNameResolution Query(string name) => Resolve(Snapshot(), name, query: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        StopServers();
        if (_isUp)
        {
            Shell.Run(Repository.LabScript, "down", "--prefix", Prefix);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The resolution in words, for the message of a test that fails.</summary>
    public static string Describe(ServiceNameResolution resolution) => string.Create(
        CultureInfo.InvariantCulture,
        $"{resolution}: {resolution.Reason}\n  {string.Join("\n  ", resolution.Servers.Select(server => $"{server} {server.Kind} {server.Reason}"))}\n  {string.Join("\n  ", resolution.Queries.AsEnumerable())}\n  {string.Join("\n  ", resolution.Tries.AsEnumerable())}\n  {string.Join("\n  ", resolution.Findings.AsEnumerable())}");

    private ServiceNameResolution Resolve(NodeSnapshot snapshot, string name, bool query)
    {
        NameRequest request = new() { Name = name };
        NameResolver resolver = NameResolver.For(snapshot, $"{Prefix}-client");
        ServiceNameResolution resolution = resolver.Resolve(request, TestContext.Current.CancellationToken);
        return query ? LiveNamespaceRun.In(resolver.Client, "-Query", () => resolver.Query(resolution, request, NameServerClient.Ask)) : resolution;
    }
}
