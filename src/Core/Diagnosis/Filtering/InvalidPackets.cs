using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6004: packets that conntrack calls invalid, dropped on this path or let through untranslated.</summary>
internal static class InvalidPackets
{
    private const string Liberal = "net/netfilter/nf_conntrack_tcp_be_liberal";

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP6004",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Packets that conntrack calls INVALID are dropped on this path, or are let through untranslated",
        EvidenceNeeded = "The rule that asks for the state INVALID and dropped the packet; or KUBE-FORWARD without such a rule and net.netfilter.nf_conntrack_tcp_be_liberal at 0",
        Symptom = "Timed out where they are dropped; \"connection reset by peer\" in the middle of a transfer where they are let through",
        Remedy = "A packet is INVALID when conntrack did not see its connection begin (an asymmetric way, a NOTRACK rule for one direction) or when it lies outside of the TCP window. Mend the "
            + "way; for late packets set nf_conntrack_tcp_be_liberal to 1, or let kube-proxy drop them (without --conntrack-tcp-be-liberal it does).",
        Commands =
        [
            "conntrack -S",
            "sysctl net.netfilter.nf_conntrack_tcp_be_liberal",
            "iptables -t filter -S KUBE-FORWARD",
        ],
        Explains = [Disposition.Dropped],
        OnPath = CheckPath,
        OnNode = CheckNode,
    };

    private static IEnumerable<Observation> CheckPath(PathContext context)
    {
        if (StoppingRule.Of(context) is { Step.Rule: { } rule } hop && rule.First<StateMatch>() is { StatesNegated: false, States: IReadOnlyList<ConnectionState> states } && states.Contains(ConnectionState.Invalid))
        {
            RuleHop? untracked = context.Hops.OfType<RuleHop>().FirstOrDefault(one => one.Effect == nameof(RuleEffect.NoTrack));
            string why = untracked is null ? "conntrack of that node did not see the connection begin"
                : $"{StoppingRule.Name(untracked)} keeps the other direction from conntrack";
            yield return new Observation($"{StoppingRule.Name(hop)} on {hop.Place} {StoppingRule.Words(context, hop)}, which is INVALID there: {why}", RuleEvidence.Join([rule.Evidence, untracked?.Evidence.FirstOrDefault()]))
            {
                Hop = hop,
                Severity = FindingSeverity.Error,
            };
        }
    }

    // kube-proxy writes the rule since 1.15, and leaves it out with --conntrack-tcp-be-liberal (1.29). In IPVS mode it never does: IPVS translates the answers
    // by its own table, whatever conntrack calls them (pkg/proxy/ipvs/proxier.go).
    private static IEnumerable<Observation> CheckNode(NodeContext context)
    {
        if (context.Host.Sysctl?.Number(Liberal) != 0 || context.Host.Addresses?.Of("kube-ipvs0").Any() == true)
        {
            yield break;
        }

        foreach (Ruleset ruleset in context.Snapshot.Host.Netfilter.Rulesets)
        {
            if (ruleset.Find(TableKind.Filter) is { Incomplete: null } filter
                && filter.Find("KUBE-FORWARD") is { RuleCount: > 0 } chain
                && !chain.Rules.Any(DropsInvalid)
                && filter.Find("FORWARD")?.Rules.Any(DropsInvalid) != true)
            {
                yield return new Observation(
                    $"no rule of {context.Snapshot.NodeName} drops INVALID packets ({ruleset.Family}), and conntrack is strict about TCP windows: a late packet reaches the other side untranslated and is answered with a reset",
                    RuleEvidence.Join([RuleEvidence.Of(chain), .. RuleEvidence.Rules(chain, 4), context.Host.Sysctl.EvidenceFor(Liberal)]));
            }
        }
    }

    private static bool DropsInvalid(Rule rule) => rule.Target is DropTarget && rule.First<StateMatch>()?.States?.Contains(ConnectionState.Invalid) == true;
}
