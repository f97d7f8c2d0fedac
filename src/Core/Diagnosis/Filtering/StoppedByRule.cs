using NetPath.Core.Netfilter;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6003: a rule of nobody's in particular stops the packet.</summary>
internal static class StoppedByRule
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP6003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A rule of the node drops or rejects the packet",
        EvidenceNeeded = "The rule, or the chain's policy, that stopped it",
        Symptom = "The client times out where it is dropped, and sees what the rule answers where it is rejected",
        Remedy = "Find who wrote the rule: its chain, its comment and the owner of the hop tell. Take it away or narrow it there, not in the ruleset, where its owner would put it back.",
        Commands =
        [
            "iptables -t <table> -S <chain>",
            "iptables -t <table> -L <chain> --line-numbers -n -v",
        ],
        Explains = [Disposition.Dropped, Disposition.Rejected],
        IsGeneral = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (StoppingRule.Of(context) is not { } hop || StoppingRule.IsOfPolicy(hop) || StoppingRule.IsInPod(context, hop) || hop is { RuleNumber: 0, Chain: "FORWARD" })
        {
            yield break;
        }

        string comment = hop.Step?.Rule is Rule rule && rule.Comment.Length > 0 ? $" ({rule.Comment})" : "";
        yield return new Observation($"{StoppingRule.Name(hop)}{comment} on {hop.Place} {StoppingRule.Words(context, hop)}{StoppingRule.Doubt(context, hop)}", hop.Evidence)
        {
            Hop = hop,
            Severity = StoppingRule.Severity(context, hop),
            Subject = StoppingRule.Name(hop),
            Names = [("table", hop.Table.ToLowerInvariant()), ("chain", hop.Chain)],
        };
    }
}
