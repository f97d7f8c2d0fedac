using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2016: the node port is taken on other addresses of the node than the one that was asked for.</summary>
internal static class NodePortNotOpen
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2016",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The node port is not open on the address that was asked for",
        EvidenceNeeded = "The rules that lead from KUBE-SERVICES to KUBE-NODEPORTS, with the addresses that they take, and the node port's rule",
        Symptom = "Connection refused, at once, since nothing else of the node listens there",
        Remedy = "Ask for an address that kube-proxy takes node ports on (--nodeport-addresses; 127.0.0.1 only with --iptables-localhost-nodeports and IPv4), or widen that setting.",
        Commands =
        [
            "iptables -t nat -S KUBE-SERVICES | grep KUBE-NODEPORTS",
            "kubectl --namespace kube-system get configmap kube-proxy --output yaml | grep -i nodeport",
        ],
        Explains = [Disposition.NotListening],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        Packet packet = context.Trace.Packet;
        if (context.IsAnswerLost
            || context.End is not SocketHop { Sends: false } end
            || end.Place != context.Network.Host.Name
            || !end.Before.DestinationEndpoint.Equals(packet.DestinationEndpoint, StringComparison.Ordinal)
            || packet.DestinationPort is not int port
            || context.Snapshot.Host.Services.FindNodePort(port, packet.Transport) is not ServiceRules service
            || service.First(EntryKind.NodePort) is not EntryRule nodePort)
        {
            yield break;
        }

        Rule[] open = [.. service.Ruleset.Find(TableKind.Nat, "KUBE-SERVICES")?.Rules.Where(rule => rule.Target is JumpTarget { Chain: "KUBE-NODEPORTS" }) ?? []];
        if (open.Length > 0)
        {
            yield return new Observation($"{port}/{ProtocolName.Of(packet.Transport)} is the node port of {service.Name}, and kube-proxy does not take it on {packet.Destination}", [.. open.Take(8).Select(rule => rule.Evidence), nodePort.Rule.Evidence])
            {
                Hop = end,
                Subject = service.Name?.ToString(),
                Names = EntryComment.NamesOf(service.Name),
            };
        }
    }
}
