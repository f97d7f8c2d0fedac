using NetPath.Core.Dns;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1001: the search list is gone through before the name that exists.</summary>
internal static class SearchListMultiplies
{
    // Of name.namespace the second try is right in every cluster; that is how search lists are meant.
    private const int TooMany = 3;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1001",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The search list multiplies the queries for a name",
        EvidenceNeeded = "The search list and ndots of the client's resolv.conf, for a name that is right only after three others",
        Symptom = "Slow lookups, and several times as many queries as needed",
        Remedy = "Write names outside the cluster with a dot at the end, or set ndots to 1 or 2 in the pod's dnsConfig; then names with as many dots are tried as they are first.",
        Commands = ["kubectl --namespace <namespace> get pod <pod> --output jsonpath={.spec.dnsConfig}"],
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (NameFacts.HopOf(context) is not NameHop { Resolution: ServiceNameResolution { Verdict: nameof(NameVerdict.Resolved) or nameof(NameVerdict.Unknown) } resolution } hop)
        {
            yield break;
        }

        string right = resolution.ResolvedName ?? resolution.Queries[^1].Name;
        string[] before = [.. resolution.Queries.TakeWhile(query => query.Name != right).Select(query => query.Name).Distinct()];
        // Of a name that nothing is known of, only one that is asked for as it is and has dots is likely outside.
        bool outside = resolution.ResolvedName is not null || right.Contains('.', StringComparison.Ordinal);
        if (before.Length >= TooMany && outside)
        {
            Evidence[] lines = [.. resolution.Evidence.Where(line => line.Text.TrimStart().StartsWith("search", StringComparison.Ordinal) || line.Text.Contains("ndots", StringComparison.Ordinal))];
            yield return new Observation($"{resolution.Name} is asked for as {right} only after {before.Length} other names: {resolution.Queries.Length} queries, since ndots is {resolution.Ndots}", lines)
            {
                Hop = hop,
                Subject = resolution.Name,
                Names = [("pod", resolution.From)],
            };
        }
    }
}
