using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2005: kube-proxy's chain is there, and no base chain leads to it.</summary>
internal static class ServicesNotHooked
{
    private const string Services = "KUBE-SERVICES";

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2005",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "KUBE-SERVICES is not called from nat PREROUTING or OUTPUT, so no virtual IP is translated",
        EvidenceNeeded = "The base chain of the nat table, which holds no rule that leads to KUBE-SERVICES",
        Symptom = "Every connection to a virtual IP times out: from pods and from outside without PREROUTING, from the node itself without OUTPUT",
        Remedy = "Something has flushed the base chains (a firewall service that reloads, iptables-restore without --noflush). kube-proxy puts its rules back when it next "
            + "writes all of them; restart its pod on the node to have that at once, and find what flushed them.",
        Commands =
        [
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
            "iptables -t nat -S PREROUTING",
            "iptables -t nat -S OUTPUT",
        ],
        Explains = [Disposition.NotTranslated, Disposition.Dropped, Disposition.Rejected],
        OnPath = CheckPath,
        OnNode = CheckNode,
    };

    private static IEnumerable<Observation> CheckPath(PathContext context)
    {
        if (context.Ending != Disposition.NotTranslated && !IsStoppedUntranslated(context))
        {
            return [];
        }

        TranslationFailure failure = TranslationFailure.Of(context.Network, context.Outcome.Hops, context.Outcome.Hops[^1].After);
        return failure.Fault == TranslationFault.NotHooked ? context.OnNodes("NP2005", context.End).Where(seen => seen.Subject?.EndsWith(failure.Hook, StringComparison.Ordinal) == true) : [];
    }

    // Behind the translation, with the virtual IP still in it: a rule that stops such a packet stops one that should not be there.
    private static bool IsStoppedUntranslated(PathContext context) => !context.IsAnswerLost && context.Service is not null
        && context.End is RuleHop { Hook: nameof(Hook.Forward) or nameof(Hook.Input) or nameof(Hook.Postrouting) } hop
        && hop.Before.DestinationAddress == context.Trace.Packet.DestinationAddress;

    private static IEnumerable<Observation> CheckNode(NodeContext context)
    {
        foreach (Ruleset ruleset in context.Snapshot.Host.Netfilter.Rulesets)
        {
            Table? nat = ruleset.Find(TableKind.Nat);
            if (nat is { Incomplete: null } && nat.Find(Services) is { RuleCount: > 0 } services)
            {
                foreach (string name in (string[])["PREROUTING", "OUTPUT"])
                {
                    if (nat.Find(name) is not Chain start || !Leads(nat, start, []))
                    {
                        yield return new Observation(
                            $"nat {name} of {context.Snapshot.NodeName} does not lead to {Services}, which holds {services.RuleCount} rules",
                            RuleEvidence.Join([nat.Find(name) is Chain chain ? RuleEvidence.Of(chain) : null, RuleEvidence.Of(services)]))
                        {
                            Subject = $"nat {name}",
                        };
                    }
                }
            }
        }
    }

    // Another program may have put a chain of its own in between. kube-proxy's own chains lead nowhere but down.
    private static bool Leads(Table nat, Chain chain, HashSet<string> seen) => seen.Add(chain.Name) && chain.Rules.Any(rule => rule.Target is JumpTarget jump
        && (jump.Chain == Services || (!jump.Chain.StartsWith("KUBE-", StringComparison.Ordinal) && nat.Find(jump.Chain) is Chain next && Leads(nat, next, seen))));
}
