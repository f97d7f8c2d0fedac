using System.Text.Json.Nodes;

namespace NetPath.Kubernetes.Nodes;

/// <summary>The object of a pod that is made for the moment: the same as one of <c>deploy/netpath-collector.yaml</c>, for one node and a short life.</summary>
internal static class DebugPodManifest
{
    /// <summary>Seconds after which Kubernetes ends the pod, whatever became of the one who made it.</summary>
    private const int LongestLife = 600;

    public static JsonObject For(CollectorPod pod, string image) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = pod.Name,
            ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = "netpath-debug" },
        },
        ["spec"] = new JsonObject
        {
            // Placed by name, so that no scheduler and no taint keeps it off the node.
            ["nodeName"] = pod.Node,
            ["hostPID"] = true,
            ["hostNetwork"] = true,
            ["restartPolicy"] = "Never",
            ["activeDeadlineSeconds"] = LongestLife,
            ["terminationGracePeriodSeconds"] = 0,
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists" }),
            ["containers"] = new JsonArray(Container(pod, image)),
        },
    };

    private static JsonObject Container(CollectorPod pod, string image) => new()
    {
        ["name"] = pod.Container,
        ["image"] = image,
        ["command"] = new JsonArray("sleep", $"{LongestLife}"),
        ["securityContext"] = new JsonObject { ["privileged"] = true, ["readOnlyRootFilesystem"] = true },
        ["resources"] = new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "16Mi" },
            ["limits"] = new JsonObject { ["memory"] = "256Mi" },
        },
    };
}
