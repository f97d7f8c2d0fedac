using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>The rule, or the policy of a chain, that stopped a packet.</summary>
internal static class StoppingRule
{
    private static readonly string[] PolicyChains =
    [
        "cali-tw-", "cali-fw-", "cali-th-", "cali-fh-", "cali-pi-", "cali-po-", "cali-pri-", "cali-pro-", "cali-wl-", "cali-to-", "cali-from-",
        "KUBE-NWPLCY", "KUBE-POD-FW-", "KUBE-ROUTER-", "WEAVE-NPC", "CILIUM_",
    ];

    /// <summary>The hop where a rule or a policy stopped the packet; null when something else did.</summary>
    public static RuleHop? Of(PathContext context) =>
        context.End is RuleHop { Effect: nameof(RuleEffect.Drop) or nameof(RuleEffect.Reject) } hop && context.Ending is Disposition.Dropped or Disposition.Rejected ? hop : null;

    /// <summary>True for a chain in which a network plugin enforces policies.</summary>
    public static bool IsOfPolicy(RuleHop hop) => Array.Exists(PolicyChains, prefix => hop.Chain.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>True when a namespace other than a node's own stopped it.</summary>
    public static bool IsInPod(PathContext context, RuleHop hop) => context.SpaceOf(hop) is NamespaceView space && !space.Space.IsHost;

    /// <summary>What it did, and to which packet.</summary>
    public static string Words(PathContext context, RuleHop hop) =>
        $"{(hop.Effect == nameof(RuleEffect.Drop) ? "drops" : "rejects")} {hop.Before}{(context.IsAnswerLost ? ", the answer" : "")}";

    /// <summary>What is not certain of it, as an end of the sentence: whether the rule matches; nothing where that is certain.</summary>
    public static string Doubt(PathContext context, RuleHop hop) => IsCertain(context, hop) ? "" : ", if it matches, which the snapshot does not tell";

    /// <summary>A rule of which it is not known that it matches breaks no path for certain; null for the definition's severity.</summary>
    public static FindingSeverity? Severity(PathContext context, RuleHop hop) => IsCertain(context, hop) ? null : FindingSeverity.Warning;

    private static bool IsCertain(PathContext context, RuleHop hop) =>
        hop.Step is null || !context.Outcome.Assumed.Any(assumption => assumption.Matched && assumption.Evidence == hop.Step.Rule.Evidence);

    /// <summary>The rule's or the policy's name.</summary>
    public static string Name(RuleHop hop) => $"{hop.Table.ToLowerInvariant()} {hop.Chain} {(hop.RuleNumber == 0 ? $"policy {hop.Target}" : $"rule {hop.RuleNumber}")}";
}
