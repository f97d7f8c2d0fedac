using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Cmdlets.Services;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Naming;
using NetPath.Core.Tracing.Sweep;

namespace NetPath.Cmdlets.Diagnosis;

/// <summary>
/// <para type="synopsis">Tests every port of every Service with each of its endpoints: who is connected, who is not, and why.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "KubeServicePath")]
[OutputType(typeof(ServicePathTest))]
public sealed class TestKubeServicePathCommand : PathCmdlet
{
    private const int ActivityId = 7117;

    private readonly List<NodeSnapshot> _piped = [];

    /// <summary>
    /// <para type="description">Names of Services: name, name:port, namespace/name or namespace/name:port, or as in the DNS: name.namespace. All without it.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// <para type="description">Kubernetes namespaces. All without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("n")]
    [ArgumentCompleter(typeof(ServiceNamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>
    /// <para type="description">Ports of Services, or node ports.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int[] Port { get; set; } = [];

    /// <summary>
    /// <para type="description">Protocols.</para>
    /// </summary>
    [Parameter]
    public ServiceProtocol[] Protocol { get; set; } = [];

    /// <summary>
    /// <para type="description">The clients: pods' names or namespace/name, nodes' names, addresses of pods or of machines outside, node, or outside. The node without it; * is the node and all of
    /// its pods.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SenderCompleter))]
    public string[] From { get; set; } = ["node"];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Input is not (null or string or NodeSnapshot or ISnapshotMember))
        {
            WriteError(Errors.InputNotUnderstood(Input, "snapshots, Services of Get-KubeServiceChain, and names of Services"));
            return;
        }

        // Snapshots from a pipeline belong together: packets go from one node to the next.
        if (Input is NodeSnapshot && Snapshot is null or [])
        {
            _piped.AddRange(SourceSnapshots());
            return;
        }

        Test(SourceSnapshots(), Search());
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_piped.Count > 0)
        {
            Test(_piped, Search());
        }
    }

    private ServiceSearch Search() => new()
    {
        Names = Input switch { string name => [name], KubeServiceChain service when Name.Length == 0 => [service.Name], _ => Name },
        Namespaces = Namespace,
        Ports = Port,
        Protocols = Input is KubeServiceChain chain && Protocol.Length == 0 ? [Enum.Parse<Protocol>(chain.Protocol)] : [.. Protocol.Select(protocol => (Protocol)protocol)],
    };

    private void Test(IReadOnlyList<NodeSnapshot> snapshots, ServiceSearch search)
    {
        string[] senders = [.. From.SelectMany(from => Resolved(snapshots, from))];
        foreach (NodeSnapshot snapshot in snapshots)
        {
            if (Parsed(snapshot, ServiceSearch.Load) == 0)
            {
                WriteError(ServiceErrors.NoServices(snapshot));
                continue;
            }

            DamageWarning.WriteForRules(this, snapshot);
            Parsed(snapshot, ServiceTracer.For);
            Test(snapshot, [snapshot, .. snapshots.Where(other => other != snapshot)], search, senders);
        }
    }

    // A name or address that nobody has is said once, not for each node.
    private string[] Resolved(IReadOnlyList<NodeSnapshot> snapshots, string from)
    {
        if (WildcardPattern.ContainsWildcardCharacters(from) || from.Equals(PlaceNames.Node, StringComparison.OrdinalIgnoreCase))
        {
            return [from];
        }

        try
        {
            string[] senders = [.. PlaceNames.Of(snapshots).Senders(from)];
            foreach (string sender in senders)
            {
                _ = ServiceTracer.For(snapshots).Sender(sender);
            }

            return senders;
        }
        catch (TraceRequestException error)
        {
            WriteError(Errors.TraceImpossible(error, from));
            return [];
        }
    }

    private void Test(NodeSnapshot snapshot, NodeSnapshot[] snapshots, ServiceSearch search, string[] senders)
    {
        ServiceQuery query = search.Query();
        int all = ServiceSweep.CountOf(snapshot, query);
        WriteVerbose($"{all} of {snapshot.Host.Services.Count} Service ports of {snapshot.NodeName} were asked for.");
        foreach (string sender in senders.SelectMany(from => Senders(snapshot, from)).Distinct())
        {
            TestFrom(snapshots, query, sender, all);
        }

        foreach (ServiceSearch missing in search.Unanswered(snapshot, all > 0))
        {
            WriteError(ServiceErrors.NotFound(missing, snapshot));
        }
    }

    private void TestFrom(NodeSnapshot[] snapshots, ServiceQuery query, string sender, int all)
    {
        try
        {
            // A pod's connections meet the rules of its own node.
            if (snapshots.Length > 1 && ServiceTracer.For(snapshots).Sender(sender) is NetworkNamespace space && space.Snapshot != snapshots[0])
            {
                return;
            }

            int done = 0;
            string? service = null;
            using ProgressDisplay progress = new(this, ActivityId, $"Testing Services of {snapshots[0].NodeName}");
            foreach (ServicePathTest test in ServiceSweep.Run(snapshots, query, sender, Cancellation))
            {
                done += test.Name == service ? 0 : 1;
                service = test.Name;
                progress.Show($"{test.From} -> {service}", done, all);
                WriteObject(test);
            }
        }
        catch (TraceRequestException error)
        {
            WriteError(Errors.TraceImpossible(error, sender));
        }
    }

    private static string[] Senders(NodeSnapshot snapshot, string from)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(from))
        {
            return [from];
        }

        WildcardPattern pattern = WildcardPattern.Get(from, WildcardOptions.IgnoreCase);
        string[] found = [.. snapshot.GetNamespaces().Where(space => pattern.IsMatch(space.Name) || (space.IsHost && pattern.IsMatch("node"))).Select(space => space.IsHost ? "node" : space.Name)];
        return found.Length > 0 ? found : [from];
    }
}
