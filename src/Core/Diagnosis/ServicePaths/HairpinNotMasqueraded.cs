using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Services;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2015: a pod that reaches itself through its own Service.</summary>
internal static class HairpinNotMasqueraded
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2015",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A pod that connects to its own Service and is chosen as its endpoint does not get its packet back: it is not masqueraded, or the bridge port does not let it out again",
        EvidenceNeeded = "The endpoint's chain KUBE-SEP-…, which marks no packets of the pod itself for masquerading, or the bridge port of the pod with hairpin off",
        Symptom = "Timed out, for the pod's connections to its own Service; with n endpoints one of n",
        Remedy = "Restart kube-proxy on the node, so that it writes the endpoint's masquerade rule again. On a bridge, let the CNI plugin set hairpinMode (bridge plugin) or set it on the port.",
        Commands =
        [
            "iptables -t nat -S <chain>",
            "bridge link set dev <device> hairpin on",
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
        ],
        Explains = [Disposition.Martian, Disposition.LinkDown, Disposition.Dropped, Disposition.NotListening, Disposition.NeighbourUnresolved],
        OnPath = CheckPath,
        OnService = CheckService,
    };

    private static IEnumerable<Observation> CheckPath(PathContext context)
    {
        if (context.Outcome.Hops.OfType<RuleHop>().LastOrDefault(hop => hop.Effect == nameof(RuleEffect.DestinationNat)) is not { Step.Rule: { } rule } translated
            || context.Outcome.Hops is not [SocketHop { Sends: true } sender, ..]
            || sender.After.SourceAddress != translated.After.DestinationAddress)
        {
            yield break;
        }

        if (!MasqueradesItself(rule.Chain))
        {
            yield return new Observation($"{sender.Place} is its own endpoint ({context.Outcome.Endpoint}), and {rule.Chain.Name} does not mark its packets for masquerading: it gets a packet from itself, and drops it",
                [.. RuleEvidence.Rules(rule.Chain)])
            {
                Hop = translated,
                Names = [("chain", rule.Chain.Name)],
            };
        }
        else if (Port(context, sender) is { BridgePort.Hairpin: false } port)
        {
            yield return new Observation($"{sender.Place} is its own endpoint ({context.Outcome.Endpoint}), and the bridge {port.Master} does not send packets back by the port they came in by ({port.Name}, hairpin off)",
                port.Evidence, rule.Evidence)
            {
                Hop = context.End,
                Names = [("chain", rule.Chain.Name), ("device", port.Name)],
            };
        }
        else if (context is { Ending: Disposition.Martian, IsAnswerLost: false } && !context.Outcome.Hops.OfType<RuleHop>().Any(hop => hop.Effect == nameof(RuleEffect.SourceNat)))
        {
            yield return new Observation($"{sender.Place} is its own endpoint ({context.Outcome.Endpoint}), and no rule of nat POSTROUTING masquerades the packets that {rule.Chain.Name} marks for it: it gets a packet from itself, and drops it",
                RuleEvidence.Join([.. RuleEvidence.Rules(rule.Chain), rule.Chain.Table.Find("POSTROUTING") is Chain last ? RuleEvidence.Of(last) : null]))
            {
                Hop = translated,
                Names = [("chain", rule.Chain.Name)],
                Commands = ["iptables -t nat -S POSTROUTING", "iptables -t nat -S KUBE-POSTROUTING"],
            };
        }
    }

    private static Link? Port(PathContext context, Hop sender) => context.Network.Host.Links?.Links
        .FirstOrDefault(link => link.BridgePort is not null && context.Network.Veths.PeerOf(context.Network.Host, link.Name)?.Space.Name == sender.Place);

    // Whoever connects: the next connection of the pod to itself will fail.
    private static IEnumerable<Observation> CheckService(ServiceContext context)
    {
        foreach (Chain chain in context.Rules.Endpoints().Where(chain => chain.Table.Incomplete is null && chain.RuleCount > 0 && !MasqueradesItself(chain)))
        {
            if (chain.Rules.FirstOrDefault(rule => rule.Target is DestinationNatTarget { First: not null }) is Rule rule)
            {
                yield return new Observation($"{chain.Name} does not masquerade connections of {((DestinationNatTarget)rule.Target).First} to itself", [.. RuleEvidence.Rules(chain)])
                {
                    Severity = FindingSeverity.Warning,
                    Names = [("chain", chain.Name)],
                };
            }
        }
    }

    private static bool MasqueradesItself(Chain chain) => chain.Rules.Any(rule => rule.Target is JumpTarget { Chain: "KUBE-MARK-MASQ" });
}
