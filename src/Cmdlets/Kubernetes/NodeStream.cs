using System.Collections.Concurrent;
using System.Management.Automation;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>Reads nodes in the background, and hands each one's result to the pipeline's own thread as soon as it is there.</summary>
internal sealed class NodeStream(Cmdlet cmdlet, int activityId)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>The results in the order in which they come.</summary>
    /// <param name="address">The cluster.</param>
    /// <param name="request">How nodes are read.</param>
    /// <param name="nodes">Which.</param>
    /// <param name="cancellation">Ends it. Its end is waited for, so that nothing stays behind in the cluster.</param>
    public IEnumerable<NodeResult> Read(ClusterAddress address, NodeRequest request, IReadOnlyList<NodeChoice> nodes, CancellationToken cancellation)
    {
        using ProgressDisplay progress = new(cmdlet, activityId, "Reading nodes");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<NodeResult> results = new(1);
        Task work = Task.Run(() => ReadAsync(address, request, nodes, results, stop.Token), CancellationToken.None);
        int done = 0;
        try
        {
            while (!results.IsCompleted)
            {
                progress.Show($"{done} of {nodes.Count}", done, nodes.Count);
                if (results.TryTake(out NodeResult? result, Look))
                {
                    done++;
                    yield return result;
                }
            }
        }
        finally
        {
            // Whoever takes the results may have had enough before the last.
            stop.Cancel();
            while (!work.IsCompleted)
            {
                results.TryTake(out _, Look);
            }
        }

        work.GetAwaiter().GetResult();
    }

    private static async Task ReadAsync(ClusterAddress address, NodeRequest request, IReadOnlyList<NodeChoice> nodes, BlockingCollection<NodeResult> results, CancellationToken cancellation)
    {
        try
        {
            await Cluster.ReadNodesAsync(address, request, nodes, result => results.Add(result, CancellationToken.None), cancellation).ConfigureAwait(false);
        }
        finally
        {
            results.CompleteAdding();
        }
    }
}
