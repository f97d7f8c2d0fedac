using NetPath.Core.Dns;
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

        PathContext context = new(trace, outcome, [snapshot, .. trace.Origins.Where(other => other != snapshot)]);
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
        Finding[] own = found is null && ofService.Count == 0 ? [] : Arrange(context, [.. (found ?? []).Select(finding => finding with { IsCause = Explains(context, finding) }), .. ofService]);
        return outcome.Hops is [NameHop { Resolution: ServiceNameResolution resolution }, ..] ? [.. WithServers(own, resolution)] : own;
    }

    // A name without address: what is the matter on the way to a name server is so on this path.
    private static IEnumerable<Finding> WithServers(Finding[] own, ServiceNameResolution resolution)
    {
        bool fails = resolution.Verdict == nameof(NameVerdict.ServerUnreachable);
        IEnumerable<Finding> ofServers = resolution.Servers
            .SelectMany(server => server.Trace?.Findings ?? [])
            .Select(finding => fails ? finding : finding with { IsCause = false });
        return own.Concat(ofServers)
            .DistinctBy(finding => (finding.Code, finding.Message))
            .OrderByDescending(finding => finding.IsCause);
    }

    /// <summary>What touches the trace: of each outcome its own, those that explain the larger share of the connections first.</summary>
    public static Finding[] Of(PacketTrace trace)
    {
        Finding[][] all = [.. trace.Effective.Select(outcome => Of(trace, outcome))];
        if (all.Length == 1)
        {
            return all[0];
        }

        double[] shares = [.. trace.Effective.Select(outcome => outcome.Probability)];
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

    // What is the matter with the Service may concern other endpoints than this path's: only a path check can say that it is the cause.
    // And what says no more than the ending itself is left out where something says why.
    private static Finding[] Arrange(PathContext context, Finding[] findings) =>
    [
        .. findings.Where(finding => !finding.Definition!.IsGeneral || !Array.Exists(findings, other => other is { IsCause: true, Definition.IsGeneral: false }))
            .DistinctBy(finding => (finding.Code, finding.Message))
            .OrderByDescending(finding => finding.IsCause)
            .ThenByDescending(finding => finding.Definition!.IsNarrow)
            .ThenByDescending(finding => finding.Hop is not null && finding.Hop == context.End)
            .ThenByDescending(finding => finding.Level)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal),
    ];

    private static bool Explains(PathContext context, Finding finding) =>
        finding.Level > FindingSeverity.Information
        && context.Outcome.Symptom != nameof(Symptom.Connected)
        && Array.IndexOf(finding.Definition!.Explains, context.Ending) >= 0;
}
