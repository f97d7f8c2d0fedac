using System.Threading.Channels;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Nodes;

/// <summary>Reads nodes by running the collector in pods on them, several at a time.</summary>
public sealed class NodeReader(ApiServer server, NodeOptions options)
{
    private readonly CollectorRun _collector = new(server, options);

    /// <summary>Reads nodes; each gives one result as soon as it is there. One that fails is the others' no business.</summary>
    /// <param name="targets">The nodes.</param>
    /// <param name="cancellation">Ends all of it; pods that were made are deleted all the same.</param>
    public async IAsyncEnumerable<NodeArchive> ReadAsync(
        IReadOnlyList<NodeTarget> targets,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(targets);
        // One place: a node is not read while the results of others wait, so that memory does not grow with their number.
        Channel<NodeArchive> results = Channel.CreateBounded<NodeArchive>(1);
        Task work = ReadAllAsync(targets, results.Writer, cancellation);
        await foreach (NodeArchive result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            yield return result;
        }

        await work.ConfigureAwait(false);
    }

    private async Task ReadAllAsync(IReadOnlyList<NodeTarget> targets, ChannelWriter<NodeArchive> results, CancellationToken cancellation)
    {
        try
        {
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Max(1, options.ThrottleLimit), CancellationToken = cancellation };
            await Parallel.ForEachAsync(targets, parallel, async (target, stop) =>
                await results.WriteAsync(await ReadOneAsync(target, stop).ConfigureAwait(false), stop).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            results.Complete();
        }
    }

    private async Task<NodeArchive> ReadOneAsync(NodeTarget target, CancellationToken cancellation)
    {
        if (target.Pod is CollectorPod pod)
        {
            return await TryAsync(target.Node, () => _collector.RunAsync(pod, cancellation)).ConfigureAwait(false);
        }

        if (!target.MakesPod)
        {
            return new NodeArchive(target.Node)
            {
                Error = new KubernetesApiException(ApiFailure.NotFound, $"read the node {target.Node}", $"no pod with the label {NodeOptions.CollectorLabel} runs on it in the namespace {options.Namespace}. Apply deploy/netpath-collector.yaml, or allow a pod that is made for the moment with -DebugPod"),
            };
        }

        return await ReadByDebugPodAsync(target.Node, cancellation).ConfigureAwait(false);
    }

    private async Task<NodeArchive> ReadByDebugPodAsync(string node, CancellationToken cancellation)
    {
        DebugPod made = new(server, node, options);
        NodeArchive result = new(node);
        KubernetesApiException? leftBehind = null;
        try
        {
            result = await TryAsync(node, async () =>
            {
                await made.StartAsync(cancellation).ConfigureAwait(false);
                return await _collector.RunAsync(made.Pod, cancellation).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        finally
        {
            leftBehind = await made.DeleteAsync().ConfigureAwait(false);
        }

        return result with { LeftBehind = leftBehind };
    }

    private static async Task<NodeArchive> TryAsync(string node, Func<Task<NodeArchive>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (error is KubernetesApiException or IOException or UnauthorizedAccessException)
        {
            return new NodeArchive(node) { Error = error };
        }
    }
}
