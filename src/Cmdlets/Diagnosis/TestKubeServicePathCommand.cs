using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Cmdlets.Services;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
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

    /// <summary>
    /// <para type="description">Names of Services: name, name:port, namespace/name or namespace/name:port. All without it.</para>
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
    /// <para type="description">The clients: names of pods, addresses of pods or of machines outside, or node. The node without it; * is the node and all of
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

        ServiceSearch search = new()
        {
            Names = Input switch { string name => [name], KubeServiceChain service when Name.Length == 0 => [service.Name], _ => Name },
            Namespaces = Namespace,
            Ports = Port,
            Protocols = Input is KubeServiceChain chain && Protocol.Length == 0 ? [Enum.Parse<Protocol>(chain.Protocol)] : [.. Protocol.Select(protocol => (Protocol)protocol)],
        };
        foreach (NodeSnapshot snapshot in SourceSnapshots())
        {
            Test(snapshot, search);
        }
    }

    private void Test(NodeSnapshot snapshot, ServiceSearch search)
    {
        if (Parsed(snapshot, ServiceSearch.Load) == 0)
        {
            throw Errors.ToException(ServiceErrors.NoServices(snapshot));
        }

        DamageWarning.WriteForRules(this, snapshot);
        Parsed(snapshot, ServiceTracer.For);
        ServiceQuery query = search.Query();
        int all = ServiceSweep.CountOf(snapshot, query);
        foreach (string sender in From.SelectMany(from => Senders(snapshot, from)).Distinct())
        {
            TestFrom(snapshot, query, sender, all);
        }

        foreach (ServiceSearch missing in search.Unanswered(snapshot, all > 0))
        {
            WriteError(ServiceErrors.NotFound(missing, snapshot));
        }
    }

    private void TestFrom(NodeSnapshot snapshot, ServiceQuery query, string sender, int all)
    {
        try
        {
            int done = 0;
            string? service = null;
            using ProgressDisplay progress = new(this, ActivityId, $"Testing Services of {snapshot.NodeName}");
            foreach (ServicePathTest test in ServiceSweep.Run(snapshot, query, sender, Cancellation))
            {
                Cancellation.ThrowIfCancellationRequested();
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

    // A pattern stands for namespaces by their paths, which no two share.
    private static IEnumerable<string> Senders(NodeSnapshot snapshot, string from)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(from))
        {
            return [from];
        }

        WildcardPattern pattern = WildcardPattern.Get(from, WildcardOptions.IgnoreCase);
        NetworkNamespace[] found = [.. snapshot.GetNamespaces().Where(space => pattern.IsMatch(space.Name) || (space.IsHost && pattern.IsMatch("node")))];
        return found.Length > 0 ? found.Select(space => space.Path) : [from];
    }
}
