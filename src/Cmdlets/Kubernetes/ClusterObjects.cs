using NetPath.Core.Kubernetes;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>Reads the cluster's objects for a cmdlet, and tells what was read and what was not.</summary>
internal static class ClusterObjects
{
    /// <summary>Reads all kinds that NetPath knows.</summary>
    /// <param name="cmdlet">Shows the progress.</param>
    /// <param name="activityId">The progress bar's.</param>
    /// <param name="address">The cluster.</param>
    /// <param name="namespaces">The namespaces; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KubernetesApiException">A list could not be read whole.</exception>
    public static KubernetesCollection Read(NetPathCmdlet cmdlet, int activityId, ClusterAddress address, IReadOnlyList<string>? namespaces, CancellationToken cancellation)
    {
        KubernetesCollection objects = new BackgroundWork(cmdlet, activityId, "Reading the Kubernetes API")
            .Run((progress, stop) => Cluster.ReadAsync(address, KubernetesResource.All, namespaces, progress, stop), cancellation);
        foreach (KeyValuePair<KubernetesResource, string> leftOut in objects.LeftOut)
        {
            cmdlet.WriteWarning($"{leftOut.Value} The snapshot says nothing of {leftOut.Key}.");
        }

        return objects;
    }

    /// <summary>Tells, for those who ask (-Verbose), how many objects there are.</summary>
    public static void Tell(NetPathCmdlet cmdlet, KubernetesCollection objects)
    {
        cmdlet.WriteVerbose($"Read {(objects.Resources.Count > 0 ? string.Join(", ", objects.Resources.Select(resource => $"{objects.CountOf(resource)} {resource}")) : "no objects")}.");
        if (objects.UnknownKinds.Count > 0)
        {
            cmdlet.WriteVerbose($"Passed over objects of kinds that NetPath has no use for: {string.Join(", ", objects.UnknownKinds)}.");
        }
    }
}
