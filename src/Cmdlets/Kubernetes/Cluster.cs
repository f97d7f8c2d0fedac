using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Nodes;
using NetPath.Kubernetes.Objects;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>
/// The one place that calls NetPath.Kubernetes, so that nothing else makes .NET load it. No type of it may stand in a field or signature here.
/// </summary>
internal static class Cluster
{
    /// <summary>Reads lists of objects.</summary>
    /// <exception cref="KubernetesApiException">A list could not be read whole.</exception>
    public static async Task<KubernetesCollection> ReadAsync(
        ClusterAddress address,
        IReadOnlyList<KubernetesResource> resources,
        IReadOnlyList<string>? namespaces,
        Action<string> progress,
        CancellationToken cancellation)
    {
        progress("connecting");
        using ApiServer server = await ConnectAsync(address, cancellation).ConfigureAwait(false);
        return await new ObjectReader(server).ReadAsync(resources, namespaces, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>All nodes of the cluster, and the collector's pods on them.</summary>
    /// <param name="address">The cluster.</param>
    /// <param name="space">The namespace of these pods.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="KubernetesApiException">They could not be listed.</exception>
    public static async Task<IReadOnlyList<NodeChoice>> FindNodesAsync(ClusterAddress address, string space, CancellationToken cancellation)
    {
        using ApiServer server = await ConnectAsync(address, cancellation).ConfigureAwait(false);
        IReadOnlyList<NodeTarget> found = await new NodeFinder(server).FindAsync(space, cancellation).ConfigureAwait(false);
        return [.. found.Select(node => new NodeChoice(node.Node, node.Pod?.Name, node.Pod?.Container))];
    }

    /// <summary>Runs the collector on nodes.</summary>
    /// <param name="address">The cluster.</param>
    /// <param name="request">How they are read.</param>
    /// <param name="nodes">Which.</param>
    /// <param name="give">Takes each result when it is there.</param>
    /// <param name="cancellation">Ends it; pods that were made are deleted all the same.</param>
    public static async Task ReadNodesAsync(ClusterAddress address, NodeRequest request, IReadOnlyList<NodeChoice> nodes, Action<NodeResult> give, CancellationToken cancellation)
    {
        using ApiServer server = await ConnectAsync(address, cancellation).ConfigureAwait(false);
        NodeTarget[] targets = [.. nodes.Select(node => new NodeTarget(node.Node, node.Pod is null ? null : new CollectorPod(request.Namespace, node.Pod, node.Container!, node.Node), node.MakesPod))];
        await foreach (NodeArchive read in new NodeReader(server, Options(request)).ReadAsync(targets, cancellation).ConfigureAwait(false))
        {
            give(new NodeResult(read.Node, read.Snapshot, read.File, read.Error, read.LeftBehind));
        }
    }

    /// <summary>A plugin for credentials may wait for its user for minutes, and cannot be told to stop: it is left behind when the user has stopped.</summary>
    private static Task<ApiServer> ConnectAsync(ClusterAddress address, CancellationToken cancellation) =>
        Task.Run(() => ApiServer.Connect(new ConnectionOptions { KubeConfig = address.KubeConfig, Context = address.Context, Timeout = address.Timeout }), cancellation)
            .WaitAsync(cancellation);

    private static NodeOptions Options(NodeRequest request)
    {
        NodeOptions options = new()
        {
            Script = request.Script,
            Arguments = request.Arguments,
            Namespace = request.Namespace,
            ThrottleLimit = request.ThrottleLimit,
            OutputPath = request.OutputPath,
            FileFor = (node, snapshot) => SnapshotFileWriter.NameFor(node, snapshot.CapturedAt),
        };
        return request.DebugImage is null ? options : options with { DebugImage = request.DebugImage };
    }
}
