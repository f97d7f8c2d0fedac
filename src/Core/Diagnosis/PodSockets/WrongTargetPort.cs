using System.Globalization;
using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.PodSockets;

/// <summary>NP8005: the Service's targetPort is none of its pods'.</summary>
internal static class WrongTargetPort
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP8005",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The Service's targetPort is a name that its pods do not define, or a number that they do not listen on",
        EvidenceNeeded = "The Service's port and the pod's declared ports in the API's objects; for a number also the sockets that listen in the pod",
        Symptom = "A name: the Service has no endpoints, and connections are refused. A number: connection refused by the pod",
        Remedy = "Set the Service's targetPort to the port that the pods listen on, or give that name to the containers' port.",
        Commands =
        [
            "kubectl --namespace <namespace> get service <service> --output jsonpath='{.spec.ports}'",
            "kubectl --namespace <namespace> get pods --output custom-columns=NAME:.metadata.name,PORTS:.spec.containers[*].ports",
        ],
        Explains = [Disposition.NotListening, Disposition.Rejected],
        IsNarrow = true,
        OnPath = OnPath,
        OnService = OnService,
    };

    // A name is looked at where the Service has no endpoint: there it can be the reason.
    private static IEnumerable<Observation> OnService(ServiceContext context)
    {
        if (!context.Rules.Entries.Exists(entry => entry.Rejects || entry.Drops) || Wanted(context) is not (KubeService service, KubeServicePort port) || IsNumber(port.TargetPort, out _) || service.Selector.Count == 0)
        {
            yield break;
        }

        KubePod[] pods = [.. context.Snapshot.GetKubernetesObjects().Pods.Where(pod => pod.Namespace == service.Namespace && pod.Phase == "Running" && !pod.Terminating && service.Selector.All(label => pod.Labels.GetValueOrDefault(label.Key) == label.Value))];
        if (pods.Length > 0 && !Array.Exists(pods, pod => pod.Ports.Any(open => open.Name == port.TargetPort && open.Protocol == port.Protocol)))
        {
            yield return Observe(service, $"the targetPort '{port.TargetPort}' of {service} is defined by none of its {pods.Length} pods; {pods[0]} declares {Words(pods[0])}", [.. Evidence(service, pods[0])]);
        }
    }

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (context.Ending == Disposition.Rejected && context.End is RuleHop { Step.Rule: { } rule } && ServicePaths.EntryComment.Says(rule, "has no endpoints"))
        {
            foreach (Observation seen in context.OnService(Definition.Code, context.End))
            {
                yield return seen;
            }
        }

        if (context.Ending == Disposition.NotListening && context.End is SocketHop hop && hop.Before is { DestinationPort: int asked } packet
            && context.Service is ServiceRules rules
            && Wanted(new ServiceContext(context.Snapshot, rules)) is (KubeService service, KubeServicePort port)
            && IsNumber(port.TargetPort, out int number) && number == asked
            && context.Snapshot.GetKubernetesObjects().FindPodByAddress(packet.DestinationAddress) is KubePod pod
            && Instead(context.SpaceOf(hop)?.Sockets, pod, packet.Transport) is ListeningSocket socket)
        {
            yield return Observe(service, $"the targetPort {asked} of {service} is not the port that {pod} listens on: it declares {Words(pod)} and listens on {socket}", [.. Evidence(service, pod), socket.Evidence]) with { Hop = hop };
        }
    }

    // A port that the pod declares, and listens on.
    private static ListeningSocket? Instead(ListeningSocketTable? sockets, KubePod pod, Protocol protocol) =>
        sockets?.Sockets.FirstOrDefault(socket => socket.Protocol == protocol && !socket.Address.IsLoopback() && pod.Ports.Any(open => open.Port == socket.Port));

    private static (KubeService Service, KubeServicePort Port)? Wanted(ServiceContext context) =>
        context.Rules.Name is ServicePortName name
        && context.Snapshot.GetKubernetesObjects().FindService(name.Namespace, name.Service) is KubeService service
        && service.Ports.FirstOrDefault(port => port.Name == name.Port) is KubeServicePort port ? (service, port) : null;

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Words(KubePod pod) => pod.Ports.Length == 0 ? "no port" : string.Join(", ", pod.Ports.Select(open => open.Name.Length > 0 ? $"{open.Name} {open.Port}/{open.Protocol}" : $"{open.Port}/{open.Protocol}"));

    private static IEnumerable<Evidence> Evidence(KubeService service, KubePod pod) => new[] { service.GetEvidence(), pod.GetEvidence() }.OfType<Evidence>();

    private static Observation Observe(KubeService service, string message, params Evidence[] evidence) => new(message, evidence)
    {
        Subject = $"{service}",
        Names = [("namespace", service.Namespace), ("service", service.Name)],
    };
}
