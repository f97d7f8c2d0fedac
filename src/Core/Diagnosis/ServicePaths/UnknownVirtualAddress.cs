using NetPath.Core.Kubernetes;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2001: no rule takes packets for a virtual IP, port and protocol.</summary>
internal static class UnknownVirtualAddress
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2001",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "No rule of kube-proxy takes packets for this virtual IP, port and protocol",
        EvidenceNeeded = "The chain KUBE-SERVICES that was searched, with what says that the address is a Service's: its other rules, its own chains, or the Service in the API",
        Symptom = "The client times out, or gets \"no route to host\" from a router, since no machine has that address",
        Remedy = "Ask for a port that the Service has. If it has this one, kube-proxy on the node is behind or somebody took its rule away: see its log, and restart its pod "
            + "on the node, which writes all rules anew.",
        Commands =
        [
            "kubectl --namespace <namespace> get service <service> --output wide",
            "kubectl --namespace kube-system logs --selector k8s-app=kube-proxy --tail 50",
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
        ],
        Explains = [Disposition.NotTranslated],
        OnPath = CheckPath,
        OnNode = CheckNode,
    };

    private static IEnumerable<Observation> CheckPath(PathContext context)
    {
        Packet packet = context.Outcome.Hops[^1].After;
        TranslationFailure failure = TranslationFailure.Of(context.Network, context.Outcome.Hops, packet);
        Chain? searched = Searched(context.Snapshot);
        if (failure.Fault != TranslationFault.NoRule || searched is null or { RuleCount: 0 })
        {
            yield break;
        }

        ServiceRules[] others = [.. context.Snapshot.Host.Services.Rules.Where(service => service.Entries.Exists(entry => entry.Address == packet.DestinationAddress))];
        KubeService? wanted = context.Snapshot.GetKubernetesObjects().FindServices(packet.DestinationAddress).FirstOrDefault();
        string asked = $"{packet.DestinationEndpoint} over {packet.Protocol.ToUpperInvariant()}";
        ServicePortName? name = others.Select(service => service.Name).FirstOrDefault(one => one is not null);
        yield return new Observation($"no rule of KUBE-SERVICES takes {asked}{Why(others, wanted, packet)}",
            RuleEvidence.Join([RuleEvidence.Of(searched), .. others.Select(service => service.Entries[0].Rule.Evidence), wanted?.GetEvidence()]))
        {
            Hop = failure.Hop,
            Subject = context.Trace.Service ?? name?.ToString() ?? wanted?.ToString(),
            Names = wanted is not null ? [("namespace", wanted.Namespace), ("service", wanted.Name)] : EntryComment.NamesOf(name),
        };
    }

    private static string Why(ServiceRules[] others, KubeService? wanted, Packet packet)
    {
        ServiceRules[] orphans = [.. others.Where(service => service.IsOrphaned && service.First(EntryKind.ClusterIP)?.Port == packet.DestinationPort)];
        if (orphans.Length > 0)
        {
            return $", though the chain KUBE-SVC-{orphans[0].Hash} of {orphans[0].Name?.ToString() ?? "its Service"} is there";
        }

        string ports = string.Join(", ", others.SelectMany(service => service.Entries).Where(entry => entry.Address == packet.DestinationAddress).Select(entry => $"{entry.Port}/{ProtocolName.Of(entry.Protocol)}").Distinct());
        return ports.Length > 0 ? $": at this address {others[0].Name?.ToString() ?? "a Service"} has {ports}"
            : wanted is not null ? $", and the API has the Service {wanted.Namespace}/{wanted.Name} at this address"
            : "";
    }

    // Services of the API of which this node has no rule at all.
    private static IEnumerable<Observation> CheckNode(NodeContext context)
    {
        if (context.Snapshot.Host.Services.Count == 0 || Searched(context.Snapshot) is not Chain searched)
        {
            yield break;
        }

        KubernetesObjects objects = context.Snapshot.GetKubernetesObjects();
        foreach (string name in DesiredState.WithoutRules(context.Snapshot))
        {
            if (ServicePortName.FromComment(name) is ServicePortName port && objects.FindService(port.Namespace, port.Service) is KubeService wanted)
            {
                yield return new Observation($"the API has the Service port {name}, and kube-proxy on {context.Snapshot.NodeName} has no rule for it", RuleEvidence.Join([wanted.GetEvidence(), RuleEvidence.Of(searched)]))
                {
                    Subject = name,
                    Names = EntryComment.NamesOf(port),
                };
            }
        }
    }

    private static Chain? Searched(NodeSnapshot snapshot) => snapshot.Host.Netfilter.Rulesets.Select(ruleset => ruleset.Find(TableKind.Nat, "KUBE-SERVICES")).OfType<Chain>().OrderByDescending(chain => chain.RuleCount).FirstOrDefault();
}
