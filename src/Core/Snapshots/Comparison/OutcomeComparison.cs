using NetPath.Core.Services;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Sweep;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Compares how connections to the Services end: the sweep of both snapshots, endpoint by endpoint.</summary>
internal sealed class OutcomeComparison(NodeSnapshot reference, NodeSnapshot difference, string? from, bool twoNodes, MissingParts missing, CancellationToken cancellation)
{
    /// <summary>The differences. Rows of new endpoints that pass, and of those that are gone and passed, say no more than the endpoints' own.</summary>
    /// <param name="query">Which Service ports.</param>
    public IEnumerable<SnapshotDifference> Run(ServiceQuery query)
    {
        (Dictionary<string, List<ServicePathTest>>? before, string? whyNotBefore) = Sweep(reference, query);
        (Dictionary<string, List<ServicePathTest>>? after, string? whyNotAfter) = Sweep(difference, query);
        if (before is null || after is null)
        {
            missing.Add(DifferenceKind.Outcome, "connections to Services", whyNotBefore, whyNotAfter, difference.NodeName);
            return [];
        }

        return before.Keys.Union(after.Keys).SelectMany(service => Compare(before.GetValueOrDefault(service) ?? [], after.GetValueOrDefault(service) ?? []));
    }

    private (Dictionary<string, List<ServicePathTest>>? Services, string? Why) Sweep(NodeSnapshot snapshot, ServiceQuery query)
    {
        try
        {
            return MissingParts.Read(() => ServiceSweep.Run([snapshot], query, from, cancellation)
                .GroupBy(test => $"{test.Name} {test.Protocol} {(test.ClusterIP?.Contains(':', StringComparison.Ordinal) == true ? "IPv6" : "IPv4")}")
                .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal));
        }
        catch (TraceRequestException error)
        {
            return (null, error.Message);
        }
    }

    private IEnumerable<SnapshotDifference> Compare(List<ServicePathTest> before, List<ServicePathTest> after)
    {
        List<ServicePathTest> gone = [];
        foreach (ServicePathTest one in before)
        {
            int same = after.FindIndex(other => other.Endpoint == one.Endpoint);
            if (same < 0)
            {
                gone.Add(one);
                continue;
            }

            if (Pair(one, after[same]) is SnapshotDifference difference)
            {
                yield return difference;
            }

            after.RemoveAt(same);
        }

        foreach (SnapshotDifference difference in Rest(gone, after))
        {
            yield return difference;
        }
    }

    // A Service that lost all endpoints ends otherwise as a whole; else each endpoint that came or went speaks for itself, if it does not pass.
    private IEnumerable<SnapshotDifference> Rest(List<ServicePathTest> gone, List<ServicePathTest> come)
    {
        bool whole = gone.Count > 0 && come.Count > 0 && (gone.Exists(test => test.Endpoint is null) || come.Exists(test => test.Endpoint is null));
        IEnumerable<SnapshotDifference?> differences = whole
            ? [Pair(Whole(gone), Whole(come))]
            : [.. gone.Where(test => test.Result == nameof(TestResult.Failed)).Select(test => Row(test, null)), .. come.Where(test => test.Result == nameof(TestResult.Failed)).Select(test => Row(null, test))];
        return differences.OfType<SnapshotDifference>();
    }

    private static ServicePathTest Whole(List<ServicePathTest> tests) => tests.Count == 1 ? tests[0] : tests[0] with
    {
        Endpoint = null,
        Disposition = tests.TrueForAll(test => test.Disposition == tests[0].Disposition) ? tests[0].Disposition : nameof(Disposition.Mixed),
        Symptom = tests.TrueForAll(test => test.Symptom == tests[0].Symptom) ? tests[0].Symptom : nameof(Symptom.Mixed),
    };

    private ServiceOutcomeDifference? Pair(ServicePathTest before, ServicePathTest after)
    {
        // Endpoints of one node are on another node for the other, where its snapshot ends.
        bool same = twoNodes
            ? (before.Result == nameof(TestResult.Failed)) == (after.Result == nameof(TestResult.Failed))
            : before.Disposition == after.Disposition && before.Symptom == after.Symptom && before.Result == after.Result;
        if (same)
        {
            return null;
        }

        bool untold = (before.Disposition == nameof(Disposition.Inconclusive)) != (after.Disposition == nameof(Disposition.Inconclusive));
        if (untold)
        {
            missing.Add(DifferenceKind.Outcome, "connections to Services", Why(before), Why(after), difference.NodeName);
            return null;
        }

        return Row(before, after);
    }

    private static string? Why(ServicePathTest test) => test.Disposition == nameof(Disposition.Inconclusive) ? test.Reason : null;

    private static ServiceOutcomeDifference Row(ServicePathTest? before, ServicePathTest? after)
    {
        ServicePathTest test = after ?? before!;
        string? endpoint = before is null || after is null || before.Endpoint == after.Endpoint ? test.Endpoint : null;
        return new ServiceOutcomeDifference
        {
            Kind = nameof(DifferenceKind.Outcome),
            Place = test.From,
            Name = $"{test.Name}/{test.Protocol.ToUpperInvariant()}{(endpoint is null ? "" : $" -> {endpoint}")}",
            Change = (before is null ? DifferenceChange.Added : after is null ? DifferenceChange.Removed : DifferenceChange.Changed).ToString(),
            Before = Text(before),
            After = Text(after),
            ProveBefore = () => Evidence(before),
            ProveAfter = () => Evidence(after),
            Service = test.Name,
            Port = test.Port,
            Protocol = test.Protocol,
            Endpoint = endpoint,
            DispositionBefore = before?.Disposition,
            DispositionAfter = after?.Disposition,
            SymptomBefore = before?.Symptom,
            SymptomAfter = after?.Symptom,
        };
    }

    private static Evidence[] Evidence(ServicePathTest? test) => test is { Passed: false, Findings: [{ Evidence: Evidence[] evidence }, ..] } ? evidence : [];

    private static string? Text(ServicePathTest? test) => test is null ? null
        : $"{test.Symptom}{(test.Result == nameof(TestResult.Unknown) && test.Symptom == nameof(Symptom.Connected) ? " (conditional)" : "")}{(test.Passed ? "" : $": {test.Reason}")}";
}
