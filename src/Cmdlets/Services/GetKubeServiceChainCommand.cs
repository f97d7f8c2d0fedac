using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Dns;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Services;

/// <summary>
/// <para type="synopsis">Reads a node's Services and their endpoints back from kube-proxy's iptables rules.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "KubeServiceChain")]
[OutputType(typeof(KubeServiceChain))]
public sealed class GetKubeServiceChainCommand : PathCmdlet
{
    private const int ActivityId = 7112;

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
    /// <para type="description">Virtual IPs: cluster IPs, external IPs or addresses of load balancers.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceAddressCompleter))]
    public string[] ClusterIP { get; set; } = [];

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

    /// <inheritdoc/>
    protected override void Process()
    {
        ServiceSearch search = new()
        {
            Names = Input is string name ? [name] : Resolved is { Service: string service } ? [service] : Name,
            Namespaces = Resolved is { Namespace: string space } ? [space] : Namespace,
            Addresses = ClusterIP,
            Ports = Port,
            Protocols = [.. Protocol.Select(protocol => (Protocol)protocol)],
        };
        if (Resolved is { Service: null } unresolved)
        {
            WriteError(Errors.NameWithoutService(unresolved));
            return;
        }

        if (Input is not (null or string or NodeSnapshot or ISnapshotMember))
        {
            WriteError(Errors.InputNotUnderstood(Input, "snapshots and names of Services"));
            return;
        }

        foreach (NodeSnapshot snapshot in SourceSnapshots())
        {
            Write(search, snapshot);
        }
    }

    private ServiceNameResolution? Resolved => Name.Length == 0 && Namespace.Length == 0 ? Input as ServiceNameResolution : null;

    private void Write(ServiceSearch search, NodeSnapshot snapshot)
    {
        Parsed(snapshot, ServiceSearch.Load);
        DamageWarning.WriteForRules(this, snapshot);
        int done = 0;
        using ProgressDisplay progress = new(this, ActivityId, "Reading Services");
        foreach (KubeServiceChain service in search.Run(snapshot))
        {
            Cancellation.ThrowIfCancellationRequested();
            progress.Show(service.Name, done++, snapshot.Host.Services.Count);
            WriteObject(service);
        }

        WriteVerbose($"{done} of {snapshot.Host.Services.Count} Service ports of {snapshot.NodeName} were asked for.");

        if (search.AsksForAll && DesiredState.WithoutRules(snapshot) is { Count: > 0 } without)
        {
            WriteWarning($"The API has Services that {snapshot.NodeName} has no rules for: {string.Join(", ", without.Take(5))}{(without.Count > 5 ? $" and {without.Count - 5} more" : "")}.");
        }

        foreach (ServiceSearch missing in search.Unanswered(snapshot, done > 0))
        {
            WriteError(ServiceErrors.NotFound(missing, snapshot));
        }
    }
}
