using System.Management.Automation;
using NetPath.Core.Kubernetes;

namespace NetPath.Cmdlets;

/// <content>Errors about nodes that are read through the Kubernetes API.</content>
internal static partial class Errors
{
    public static ErrorRecord NodeNotFound(string pattern, IEnumerable<string> nodes) => Record(
        "NodeNotFound",
        ErrorCategory.ObjectNotFound,
        pattern,
        $"No node of the cluster matches '{pattern}'. It has {Some(nodes)}.");

    public static ErrorRecord NodeNotRead(string node, string? folder, Exception cause) => cause is KubernetesApiException api
        ? ApiFailed(api, node)
        : Record(
            "SnapshotNotWritten",
            ErrorCategory.WriteError,
            node,
            $"The snapshot of {node} could not be written to '{folder}': {Sentence(cause.Message)}",
            cause);

    public static ErrorRecord OutputFolderUnusable(string folder, Exception cause) => Record(
        "OutputFolderUnusable",
        ErrorCategory.WriteError,
        folder,
        $"Snapshots cannot be written to '{folder}': {Sentence(cause.Message)} No node was read.",
        cause);

    public static ErrorRecord DebugPodLeftBehind(string node, string space, Exception cause) => Record(
        "DebugPodLeftBehind",
        ErrorCategory.ResourceExists,
        node,
        $"{Sentence(cause.Message)} It ends by itself ten minutes after it was made. Delete it with: kubectl delete pod -n {space} -l app.kubernetes.io/name=netpath-debug",
        cause);
}
