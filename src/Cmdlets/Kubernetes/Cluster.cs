using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
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
        using ApiServer server = ApiServer.Connect(new ConnectionOptions { KubeConfig = address.KubeConfig, Context = address.Context, Timeout = address.Timeout });
        return await new ObjectReader(server).ReadAsync(resources, namespaces, progress, cancellation).ConfigureAwait(false);
    }
}
