using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>
/// <para type="synopsis">Puts objects of the Kubernetes API into a snapshot: Services, EndpointSlices, pods, nodes and policies.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "KubernetesObject", DefaultParameterSetName = "Api")]
[OutputType(typeof(NodeSnapshot))]
public sealed class AddKubernetesObjectCommand : SnapshotCmdlet
{
    private const int ActivityId = 7115;

    private KubernetesCollection? _objects;

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public override SnapshotSource[]? Snapshot { get; set; }

    /// <summary>
    /// <para type="description">Files of kubectl get -o json, or saved answers of the API. Without it the API itself is read.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// <para type="description">Files of kubeconfig. Without it those of KUBECONFIG, else ~/.kube/config, else a pod's service account.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Api")]
    [ValidateNotNullOrEmpty]
    public string[] KubeConfig { get; set; } = [];

    /// <summary>
    /// <para type="description">The context of the kubeconfig. Without it its current one.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Api")]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>
    /// <para type="description">The namespaces to read, or those that the files were made for. All without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("n")]
    public string[]? Namespace { get; set; }

    /// <summary>
    /// <para type="description">How many seconds one request to the API may take.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Api")]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <inheritdoc/>
    protected override void Process()
    {
        // Read once for the whole pipeline: all snapshots then speak of the same instant of the cluster.
        _objects ??= ReadOrStop();
        foreach (NodeSnapshot snapshot in GetSnapshots())
        {
            WriteObject(_objects.AddTo(snapshot));
        }
    }

    /// <summary>Without the objects there is nothing to add to any snapshot.</summary>
    private KubernetesCollection ReadOrStop()
    {
        try
        {
            KubernetesCollection objects = Read();
            ClusterObjects.Tell(this, objects);
            if (objects.OnlyNamespace is string only)
            {
                WriteWarning($"All objects here are of the namespace {only}, and what is not here counts as not there. Take lists with kubectl get -A, or say with -Namespace {only} that nothing is known of others.");
            }

            return objects.Resources.Count > 0 ? objects : throw Errors.ToException(Errors.NoObjects(Path));
        }
        catch (Exception error) when (error is not PipelineStoppedException && Errors.TryFrom(error, CurrentTarget) is ErrorRecord record)
        {
            ThrowTerminatingError(record);
            throw;
        }
    }

    private KubernetesCollection Read()
    {
        if (ParameterSetName == "Path")
        {
            FilePaths paths = new(SessionState.Path, Errors.ObjectFileNotFound);
            return ObjectFiles.Read([.. Path.SelectMany(paths.Resolve)], Namespace, Cancellation);
        }

        return ClusterObjects.Read(this, ActivityId, ClusterAddress.Of(this, KubeConfig, Context, TimeoutSec), Namespace, Cancellation);
    }
}
