using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.PodSockets;

/// <summary>NP8002: the program listens on 127.0.0.1, which nobody outside its own namespace reaches.</summary>
internal static class ListensOnLoopback
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP8002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The endpoint listens on 127.0.0.1 only",
        EvidenceNeeded = "The sockets on that port in the endpoint's namespace, all of which are bound to a loopback address",
        Symptom = "Connection refused, at once, though the program answers within its pod",
        Remedy = "Let the program listen on all addresses (0.0.0.0 or ::): many have 127.0.0.1 or localhost as default. Until then a port-forward to the pod reaches it.",
        Commands = ["nsenter --target <pid> --net ss -lntup", "kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<address>"],
        Explains = [Disposition.NotListening],
        OnPath = context => NobodyListens.Check(context, loopback: true),
    };
}
