using System.Management.Automation;
using NetPath.Cmdlets.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Linux;

namespace NetPath.Cmdlets.Snapshots;

/// <content>Nodes that are read through the Kubernetes API.</content>
public sealed partial class GetNodeSnapshotCommand
{
    /// <summary>
    /// <para type="description">Read these nodes of the cluster, by running the collector in a pod on each of them.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Node")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Node { get; set; } = [];

    /// <summary>
    /// <para type="description">Write each node's snapshot to a file in this folder, and give the files instead of snapshots.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Node")]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>
    /// <para type="description">How many nodes to read at once.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Node")]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>
    /// <para type="description">The namespace of the collector's pods.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Node")]
    [ValidateNotNullOrEmpty]
    public string CollectorNamespace { get; set; } = "netpath";

    /// <summary>
    /// <para type="description">Make a privileged pod on a node that has none of the collector's, and delete it afterwards.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Node")]
    public SwitchParameter DebugPod { get; set; }

    /// <summary>
    /// <para type="description">The image of such a pod. It needs sh, head and nsenter; the other tools are the node's own.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Node")]
    [ValidateNotNullOrEmpty]
    public string? DebugImage { get; set; }

    private void ReadNodes(CollectorOptions options)
    {
        string? folder = OutputPath is null ? null : MakeFolder(FilePaths.OfAny(this).ResolveLiteral(OutputPath));
        ClusterNodes cluster = new(this, ClusterAddress.Of(this, KubeConfig, Context, TimeoutSec), ActivityId);
        IReadOnlyList<NodeChoice> nodes = cluster.Choose(Node, CollectorNamespace, DebugPod, Cancellation);
        NodeRequest request = new()
        {
            Script = MachineReader.Script(),
            Arguments = [.. options.ToArguments(compressed: true)],
            Namespace = CollectorNamespace,
            DebugImage = DebugImage,
            ThrottleLimit = ThrottleLimit,
            // Objects of the API must be put in before a file is written.
            OutputPath = IncludeApi ? null : folder,
        };
        foreach (NodeResult read in cluster.Read(nodes, request, Cancellation))
        {
            WriteVerbose($"Read {read.Node}.");
            if (read.Snapshot is null)
            {
                WriteObject(new FileInfo(read.File!));
            }
            else
            {
                NodeSnapshot snapshot = IncludeApi ? WithObjects(read.Snapshot) : read.Snapshot;
                if (nodes.Count > 1)
                {
                    AnswerPlace.NoteNode(snapshot);
                }

                Write(snapshot, folder);
            }
        }
    }

    private void Write(NodeSnapshot snapshot, string? folder)
    {
        if (folder is null)
        {
            WriteObject(snapshot);
            return;
        }

        try
        {
            string file = SnapshotFileWriter.FileFor(folder, snapshot);
            SnapshotFileWriter.Write(snapshot, file, replace: true, (_, _) => { }, Cancellation);
            WriteObject(new FileInfo(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.NodeNotRead(snapshot.NodeName, folder, error));
        }
    }

    private static string MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Errors.ToException(Errors.OutputFolderUnusable(folder, error));
        }
    }
}
