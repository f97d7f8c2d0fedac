using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2006: a link of the chains KUBE-SERVICES, KUBE-SVC, KUBE-SEP leads nowhere.</summary>
internal static class BrokenChain
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2006",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A rule of kube-proxy leads to a chain that is empty or not there, or a DNAT rule has lost its address",
        EvidenceNeeded = "The rule that jumps, and the chain's declaration; or the DNAT rule as the tool printed it",
        Symptom = "The client times out, for the share of connections that the chain takes",
        Remedy = "Restart kube-proxy on the node: it writes its chains anew. If the DNAT rule reads \"[unsupported revision]\" the tool on the node is older than the one that wrote the "
            + "rule: bring both to one version (often the iptables of the host against that of a CNI image), or read the rules with the newer tool.",
        Commands =
        [
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
            "iptables -t nat -S <chain>",
            "iptables --version",
        ],
        Explains = [Disposition.NotTranslated, Disposition.Inconclusive],
        OnPath = CheckPath,
        OnService = CheckService,
    };

    private static IEnumerable<Observation> CheckPath(PathContext context) =>
        context.Ending == Disposition.NotTranslated ? Untranslated(context) : Undecided(context);

    private static IEnumerable<Observation> Untranslated(PathContext context)
    {
        TranslationFailure failure = TranslationFailure.Of(context.Network, context.Outcome.Hops, context.Outcome.Hops[^1].After);
        bool flushed = failure.Fault == TranslationFault.NoRule && failure.Hop is RuleHop hook && Target(hook) is null or { RuleCount: 0 };
        if ((failure.Fault == TranslationFault.EmptyChain || flushed) && failure.Hop is { Step.Rule: { } rule } hop)
        {
            Chain? chain = Target(hop);
            string state = Broken(chain, hop.Target)?.State ?? "which translates nothing";
            yield return new Observation($"{hop.Chain} rule {hop.RuleNumber} leads to {hop.Target}, {state}", RuleEvidence.Join([rule.Evidence, chain is null ? null : RuleEvidence.Of(chain)]))
            {
                Hop = hop,
                Names = [("chain", hop.Target)],
            };
        }
    }

    private static IEnumerable<Observation> Undecided(PathContext context)
    {
        if (context.End is RuleHop { Effect: nameof(RuleEffect.MissingChain), Step.Rule: { Chain.Table.Incomplete: null } jump } hop && hop.Target.StartsWith("KUBE-", StringComparison.Ordinal))
        {
            yield return new Observation($"{hop.Chain} rule {hop.RuleNumber} leads to {hop.Target}, which is not there", jump.Evidence) { Hop = hop, Names = [("chain", hop.Target)] };
        }
        else if (context.Way.OfType<RuleHop>().LastOrDefault(one => one.Effect == nameof(RuleEffect.Unknown)) is { Step.Rule: { } rule } lost && IsLost(rule))
        {
            Observation[] known = [.. context.OnService("NP2006", lost).Where(seen => seen.Message.Contains(rule.Chain.Name, StringComparison.Ordinal))];
            foreach (Observation seen in known.Length > 0 ? known : [Lost(rule) with { Hop = lost }])
            {
                yield return seen;
            }
        }
    }

    private static IEnumerable<Observation> CheckService(ServiceContext context)
    {
        // Of a dump that was cut off nothing can be said to be missing.
        foreach (Chain chain in context.Rules.Chains().Where(chain => chain.Table.Incomplete is null))
        {
            for (int i = 0; i < chain.RuleCount; i++)
            {
                if (chain.RuleAt(i) is { Target: JumpTarget jump } rule && jump.Chain.StartsWith("KUBE-S", StringComparison.Ordinal) && Broken(chain.Table.Find(jump.Chain), jump.Chain) is (string state, Evidence[] evidence))
                {
                    yield return new Observation($"{chain.Name} rule {rule.Number} leads to {jump.Chain}, {state}", [rule.Evidence, .. evidence]) { Names = [("chain", jump.Chain)] };
                }
            }
        }
    }

    private static (string State, Evidence[] Evidence)? Broken(Chain? chain, string name)
    {
        if (chain is null or { RuleCount: 0 })
        {
            return (chain is null ? "which is not there" : "which is empty", chain is null ? [] : RuleEvidence.Join([RuleEvidence.Of(chain)]));
        }

        if (!name.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        Rule last = chain.RuleAt(chain.RuleCount - 1);
        return last.Target is DestinationNatTarget { First: not null } ? null
            : IsLost(last) ? ("whose DNAT rule has lost its address", [last.Evidence])
            : ("which translates nothing", [.. RuleEvidence.Rules(chain, 3)]);
    }

    private static bool IsLost(Rule rule) => rule.Target is UnknownTarget { Kind: "DNAT" };

    private static Observation Lost(Rule rule) => new($"{rule.Chain.Name} rule {rule.Number} has lost the address that it translates to", rule.Evidence) { Names = [("chain", rule.Chain.Name)] };

    private static Chain? Target(RuleHop hop) => hop.Step!.Rule.Chain.Table.Find(hop.Target);
}
