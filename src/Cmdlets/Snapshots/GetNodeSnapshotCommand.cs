using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Cmdlets.Kubernetes;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Linux;

namespace NetPath.Cmdlets.Snapshots;

/// <summary>
/// <para type="synopsis">Takes a snapshot of the network state of this machine, or of the nodes of a cluster, and of the pods there.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NodeSnapshot", DefaultParameterSetName = "Machine", SupportsShouldProcess = true)]
[OutputType(typeof(NodeSnapshot))]
[OutputType(typeof(FileInfo), ParameterSetName = ["Node"])]
public sealed partial class GetNodeSnapshotCommand : NetPathCmdlet
{
    private const int ActivityId = 7116;

    private bool _askedForObjects;
    private KubernetesCollection? _objects;

    /// <summary>
    /// <para type="description">The sections to take; all without it. pods takes the others in the pods' namespaces too.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateSet("netfilter", "routing", "links", "pods", "conntrack", "dns", "sysctl", "sockets")]
    public string[] Section { get; set; } = [];

    /// <summary>
    /// <para type="description">Take this network namespace for the node's: a name under /run/netns, or a path.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "NetworkNamespace")]
    [ValidateNotNullOrEmpty]
    [Alias("netns")]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    public string? NetworkNamespace { get; set; }

    /// <summary>
    /// <para type="description">Take the network namespace of this process for the node's. The nodes of kind and minikube are containers: give a
    /// process in one.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "ProcessId", ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, int.MaxValue)]
    [Alias("Id")]
    public int ProcessId { get; set; }

    /// <summary>
    /// <para type="description">Take the entries of connection tracking too. There may be half a million.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeConntrackEntry { get; set; }

    /// <summary>
    /// <para type="description">Put the objects of the Kubernetes API into the snapshot too, as Add-KubernetesObject does.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeApi { get; set; }

    /// <summary>
    /// <para type="description">Files of kubeconfig. Without it those of KUBECONFIG, else ~/.kube/config, else a pod's service account.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] KubeConfig { get; set; } = [];

    /// <summary>
    /// <para type="description">The context of the kubeconfig. Without it its current one.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>
    /// <para type="description">The namespaces whose objects to take from the API. All without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("n")]
    public string[]? Namespace { get; set; }

    /// <summary>
    /// <para type="description">How many seconds one request to the API may take.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <inheritdoc/>
    protected override void Process()
    {
        CollectorOptions options = new()
        {
            Sections = Section,
            NetworkNamespace = NetworkNamespace is null ? null : NamespacePath(NetworkNamespace),
            ProcessId = ParameterSetName == "ProcessId" ? ProcessId : null,
            IncludeConntrackEntries = IncludeConntrackEntry,
        };
        WarnOfIdleParameters();
        if (ParameterSetName == "Node")
        {
            ReadNodes(options);
            return;
        }

        NodeSnapshot snapshot = new MachineReader(this).Read(options, Cancellation);
        DamageWarning.Write(this, snapshot);
        WriteObject(IncludeApi ? WithObjects(snapshot) : snapshot);
    }

    /// <summary>Whoever names a context or a namespace expects something of the cluster.</summary>
    private void WarnOfIdleParameters()
    {
        string[] names = IncludeApi ? [] : ParameterSetName == "Node" ? [nameof(Namespace)] : [nameof(KubeConfig), nameof(Context), nameof(Namespace), nameof(TimeoutSec)];
        foreach (string name in names.Where(MyInvocation.BoundParameters.ContainsKey))
        {
            WriteWarning($"-{name} has no effect without -IncludeApi{(name == nameof(Namespace) ? "" : " or -Node")}.");
        }
    }

    /// <summary>An API that gives nothing is an error, once; the nodes were read all the same.</summary>
    private NodeSnapshot WithObjects(NodeSnapshot snapshot)
    {
        if (!_askedForObjects)
        {
            _askedForObjects = true;
            try
            {
                _objects = ClusterObjects.Read(this, ActivityId, ClusterAddress.Of(this, KubeConfig, Context, TimeoutSec), Namespace, Cancellation);
                ClusterObjects.Tell(this, _objects);
            }
            catch (KubernetesApiException error)
            {
                WriteError(Errors.ApiFailed(error, snapshot));
            }
        }

        return _objects?.AddTo(snapshot) ?? snapshot;
    }

    /// <summary>A path is relative to PowerShell's location, which is not the process's; a name has no slash.</summary>
    private string NamespacePath(string name) => name.Contains('/') ? FilePaths.OfAny(this).ResolveLiteral(name) : name;
}
