using System.Text.RegularExpressions;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6005: how a path ends depends on a rule whose answer NetPath does not know.</summary>
internal static partial class UnmodelledRule
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP6005",
        Severity = nameof(FindingSeverity.Information),
        Meaning = "How the path ends depends on a rule whose answer the snapshot does not tell, or that NetPath does not model",
        EvidenceNeeded = "The rule, or the table of rules, that could not be evaluated",
        Symptom = "Conditional: the outcome says for each way what was assumed",
        Remedy = "Read the rule: if it cannot match this traffic, the way without it holds. On the node itself -Verify lets the kernel decide.",
        Commands =
        [
            "Trace-ServicePacket <service> -Verify",
        ],
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.Outcome.Assumed.IsEmpty && context.Ending != Disposition.Inconclusive)
        {
            return [];
        }

        IEnumerable<Observation> assumed = context.Outcome.Assumed
            .Where(assumption => assumption.Evidence.File.Contains("/netfilter/", StringComparison.Ordinal) || assumption.Evidence.File.EndsWith("/xfrm-policy.txt", StringComparison.Ordinal))
            .DistinctBy(assumption => assumption.Evidence)
            .Select(assumption => new Observation(WithoutAnswer().Replace(assumption.Text, ""), assumption.Evidence) { Names = EntryNames(context) });
        return context.Ending == Disposition.Inconclusive && context.End is RuleHop { Effect: nameof(RuleEffect.Unknown) or nameof(RuleEffect.Queue), Step.Rule: { } rule } hop
            ? assumed.Append(new Observation(context.Outcome.Reason, rule.Evidence) { Hop = hop, Names = EntryNames(context) })
            : assumed;
    }

    // "taken not to match: FORWARD rule 1: …": the same rule is one finding, whatever each way takes it for.
    [GeneratedRegex("^(on the way back, )?taken [^:]+: ", RegexOptions.CultureInvariant)]
    private static partial Regex WithoutAnswer();

    private static (string, string)[] EntryNames(PathContext context) => [("service", context.Trace.Service ?? "")];
}
