using System.Text.Json;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Objects;

namespace NetPath.Kubernetes.Nodes;

/// <summary>Finds the cluster's nodes, and the collector's pods on them.</summary>
public sealed class NodeFinder(ApiServer server)
{
    /// <summary>All nodes by name, each with the collector's pod on it.</summary>
    /// <param name="space">The namespace of these pods.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="KubernetesApiException">They could not be listed.</exception>
    public async Task<IReadOnlyList<NodeTarget>> FindAsync(string space, CancellationToken cancellation)
    {
        KubernetesCollection read = await new ObjectReader(server).ReadAsync([KubernetesResource.Nodes], null, null, cancellation).ConfigureAwait(false);
        ILookup<string, CollectorPod> pods = await FindPodsAsync(space, cancellation).ConfigureAwait(false);
        return [.. read.NamesOf(KubernetesResource.Nodes).Order(StringComparer.Ordinal).Select(node => new NodeTarget(node, pods[node].FirstOrDefault()))];
    }

    private async Task<ILookup<string, CollectorPod>> FindPodsAsync(string space, CancellationToken cancellation)
    {
        string request = $"list pods in the namespace {space} at {server.Address}";
        string path = $"{KubernetesResource.Pods.ListPath(space)}?labelSelector={Uri.EscapeDataString(NodeOptions.CollectorLabel)}";
        ApiAnswer answer = await server.SendAsync(HttpMethod.Get, path, request, null, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw ApiErrors.From(answer, request);
        }

        using JsonDocument list = answer.ToJson(request);
        return new ObjectJson(list.RootElement).Items("items")
            .Where(pod => pod.Child("status").Text("phase") == "Running" && !pod.Child("metadata").Has("deletionTimestamp"))
            .Select(pod => new CollectorPod(
                space,
                pod.Child("metadata").Text("name") ?? "",
                pod.Child("spec").Items("containers").Select(container => container.Text("name")).FirstOrDefault() ?? "",
                pod.Child("spec").Text("nodeName") ?? ""))
            .ToLookup(pod => pod.Node, StringComparer.Ordinal);
    }
}
