using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6002: the policy of FORWARD drops what no rule accepts.</summary>
internal static class ForwardPolicyDrops
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP6002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The policy of the FORWARD chain is DROP, and no rule accepts the packet",
        EvidenceNeeded = "The chain's policy in the dump",
        Symptom = "The client times out; connections to the node itself work",
        Remedy = "Docker sets this policy when it starts. Let a rule accept the pods' traffic (most network plugins write one: see whether theirs is still there), or set the policy to ACCEPT.",
        Commands =
        [
            "iptables -t filter -S FORWARD",
            "iptables -P FORWARD ACCEPT",
        ],
        Explains = [Disposition.Dropped],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (StoppingRule.Of(context) is { RuleNumber: 0, Chain: "FORWARD" } hop && !StoppingRule.IsInPod(context, hop))
        {
            yield return new Observation($"the policy of {hop.Table.ToLowerInvariant()} FORWARD on {hop.Place} {StoppingRule.Words(context, hop)}: no rule accepts it", hop.Evidence)
            {
                Hop = hop,
                Subject = $"{hop.Table.ToLowerInvariant()} FORWARD",
            };
        }
    }
}
