using System.Management.Automation;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>The cluster's nodes as a cmdlet reads them: those that the user named, each either read or an error record.</summary>
internal sealed class ClusterNodes(PSCmdlet cmdlet, ClusterAddress address, int activityId)
{
    /// <summary>Chooses nodes by their names.</summary>
    /// <param name="patterns">Names, with wildcards. One that no node has is an error record.</param>
    /// <param name="space">The namespace of the collector's pods.</param>
    /// <param name="makesPods">Make a pod where there is none. The user is asked first, when he wants to be asked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Core.Kubernetes.KubernetesApiException">The nodes could not be listed.</exception>
    public IReadOnlyList<NodeChoice> Choose(IReadOnlyList<string> patterns, string space, bool makesPods, CancellationToken cancellation)
    {
        IReadOnlyList<NodeChoice> all = new BackgroundWork(cmdlet, activityId, "Asking for the nodes")
            .Run((_, stop) => Cluster.FindNodesAsync(address, space, stop), cancellation);
        WildcardPattern[] names = [.. patterns.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
        for (int i = 0; i < names.Length; i++)
        {
            if (!all.Any(node => names[i].IsMatch(node.Node)))
            {
                cmdlet.WriteError(Errors.NodeNotFound(patterns[i], all.Select(node => node.Node)));
            }
        }

        return [.. all.Where(node => names.Any(name => name.IsMatch(node.Node))).Select(node => node.Pod is null && makesPods ? Allowed(node, space) : node).OfType<NodeChoice>()];
    }

    /// <summary>Reads nodes; what fails is an error record that names the node.</summary>
    /// <returns>The results of those that were read.</returns>
    public IEnumerable<NodeResult> Read(IReadOnlyList<NodeChoice> nodes, NodeRequest request, CancellationToken cancellation)
    {
        foreach (NodeResult result in new NodeStream(cmdlet, activityId).Read(address, request, nodes, cancellation))
        {
            if (result.LeftBehind is not null)
            {
                cmdlet.WriteError(Errors.DebugPodLeftBehind(result.Node, request.Namespace, result.LeftBehind));
            }

            if (result.Error is not null)
            {
                cmdlet.WriteError(Errors.NodeNotRead(result.Node, request.OutputPath, result.Error));
                continue;
            }

            yield return result;
        }
    }

    private NodeChoice? Allowed(NodeChoice node, string space) =>
        cmdlet.ShouldProcess(node.Node, $"Make a privileged pod in the namespace {space}, and delete it afterwards") ? node with { MakesPod = true } : null;
}
