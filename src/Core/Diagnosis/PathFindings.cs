using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>Finds what is the matter with the paths of a trace, and puts first what explains it best.</summary>
internal static class PathFindings
{
    /// <summary>What touches one outcome of a trace. The first one is its cause, when it explains how the way ended.</summary>
    public static Finding[] Of(PacketTrace trace, PathOutcome outcome)
    {
        if (trace.Origin is not NodeSnapshot snapshot)
        {
            return [];
        }

        PathContext context = new(trace, outcome, [snapshot]);
        List<Finding>? found = null;
        foreach (FindingDefinition definition in FindingCatalogue.OfPaths(context.Ending))
        {
            IReadOnlyList<Finding> seen = FindingMaker.Ask(definition, definition.OnPath!, context, snapshot, trace.Service ?? trace.Packet.Destination);
            if (seen.Count > 0)
            {
                (found ??= []).AddRange(seen);
            }
        }

        IReadOnlyList<Finding> ofService = context.Service is ServiceRules rules ? ServiceFindings.Of(snapshot).Of(rules) : [];
        return found is null && ofService.Count == 0 ? [] : Arrange(context, [.. found ?? [], .. ofService]);
    }

    /// <summary>What touches the trace: of each outcome its own, those that explain the larger share of the connections first.</summary>
    public static Finding[] Of(PacketTrace trace)
    {
        Finding[][] all = [.. trace.Outcomes.Select(outcome => Of(trace, outcome))];
        if (all.Length == 1)
        {
            return all[0];
        }

        double[] shares = [.. trace.Outcomes.Select(outcome => outcome.Probability)];
        return
        [
            .. all.SelectMany((findings, outcome) => findings.Select((finding, rank) => (Finding: finding, Rank: rank, Share: shares[outcome])))
                .GroupBy(one => (one.Finding.Code, one.Finding.Message))
                .Select(group => (group.OrderByDescending(one => one.Finding.IsCause).First().Finding, Rank: group.Min(one => one.Rank), Share: group.Sum(one => one.Share)))
                .OrderByDescending(one => one.Finding.IsCause)
                .ThenBy(one => one.Rank)
                .ThenByDescending(one => one.Share)
                .ThenByDescending(one => one.Finding.Level)
                .ThenBy(one => one.Finding.Code, StringComparer.Ordinal)
                .Select(one => one.Finding),
        ];
    }

    private static Finding[] Arrange(PathContext context, Finding[] findings) =>
    [
        .. findings.DistinctBy(finding => (finding.Code, finding.Message))
            .Select(finding => finding with { IsCause = Explains(context, finding) })
            .OrderByDescending(finding => finding.IsCause)
            .ThenBy(finding => finding.Definition!.IsGeneral)
            .ThenByDescending(finding => finding.Hop is not null && finding.Hop == context.End)
            .ThenByDescending(finding => finding.Level)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal),
    ];

    private static bool Explains(PathContext context, Finding finding) =>
        finding.Level > FindingSeverity.Information
        && context.Outcome.Symptom != nameof(Symptom.Connected)
        && Array.IndexOf(finding.Definition!.Explains, context.Ending) >= 0;
}
