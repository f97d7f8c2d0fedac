using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Nodes;

/// <summary>Runs the collector once in a pod, and takes what it writes only when it is whole.</summary>
internal sealed class CollectorRun(ApiServer server, NodeOptions options)
{
    /// <summary>Reads the node on which the pod runs.</summary>
    /// <exception cref="KubernetesApiException">It could not be read whole.</exception>
    /// <exception cref="IOException">The archive could not be written.</exception>
    public async Task<NodeArchive> RunAsync(CollectorPod pod, CancellationToken cancellation)
    {
        string request = $"run the collector on {pod.Node} in the pod {pod.Namespace}/{pod.Name} at {server.Address}";
        if (options.OutputPath is not string folder)
        {
            using MemoryStream content = new();
            await WriteAsync(pod, content, request, cancellation).ConfigureAwait(false);
            return new NodeArchive(pod.Node) { Snapshot = Check(content, pod, request, cancellation) };
        }

        string draft = Path.Combine(folder, $".{pod.Node}.{Guid.NewGuid():N}.tmp");
        try
        {
            NodeSnapshot snapshot;
            using (FileStream stream = new(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: true))
            {
                await WriteAsync(pod, stream, request, cancellation).ConfigureAwait(false);
                snapshot = Check(stream, pod, request, cancellation);
            }

            string file = Path.Combine(folder, options.FileFor?.Invoke(pod.Node, snapshot) ?? $"{pod.Node}.tar.gz");
            File.Move(draft, file, overwrite: true);
            return new NodeArchive(pod.Node) { File = file };
        }
        finally
        {
            // Gone already when the renaming went well.
            File.Delete(draft);
        }
    }

    /// <summary>The pod shares the node's process ids, so that process 1 is the node's own; its tools read the node in all of its namespaces.</summary>
    private Task WriteAsync(CollectorPod pod, Stream output, string request, CancellationToken cancellation)
    {
        // The script comes by standard input, which version 4 of the protocol cannot close: so the shell reads just as many bytes as it has.
        string arguments = string.Join(' ', options.Arguments.Append("--node").Append(pod.Node).Select(Quote));
        string[] command = ["nsenter", "-t", "1", "-m", "-u", "-n", "-i", "--", "sh", "-c", $"head -c {options.Script.Length} | sh -s -- {arguments}"];
        return new PodCommand(server, pod).RunAsync(command, options.Script, output, request, cancellation);
    }

    /// <summary>The command has succeeded, but what a runtime loses on the way does not show there.</summary>
    private static NodeSnapshot Check(Stream content, CollectorPod pod, string request, CancellationToken cancellation)
    {
        content.Position = 0;
        try
        {
            NodeSnapshot snapshot = SnapshotArchive.Read(content, pod.Node, null, null, cancellation);
            return snapshot.IsDamaged
                ? throw new KubernetesApiException(ApiFailure.BrokenAnswer, request, $"the archive did not come whole. {string.Join(" ", snapshot.Content.Problems).TrimEnd('.')}")
                : snapshot;
        }
        catch (SnapshotFormatException error)
        {
            throw new KubernetesApiException(ApiFailure.BrokenAnswer, request, $"what it wrote {error.Problem.TrimEnd('.')}", error);
        }
    }

    private static string Quote(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
