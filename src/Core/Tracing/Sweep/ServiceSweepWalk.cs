using NetPath.Core.Diagnosis;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Sweep;

/// <summary>Walks Service ports of one node from one client, over other nodes where their snapshots are there. Used from several threads.</summary>
internal sealed class ServiceSweepWalk(IReadOnlyList<NodeSnapshot> snapshots, string? from, CancellationToken cancellation)
{
    private readonly ServiceTracer _tracer = ServiceTracer.For(snapshots);

    /// <summary>Finds the client.</summary>
    /// <exception cref="TraceRequestException">It cannot be told from the snapshot.</exception>
    public void CheckSender(SweepTarget target) => _ = _tracer.Start(Request(target));

    /// <summary>The rows of one Service port.</summary>
    public IReadOnlyList<ServicePathTest> Test(SweepTarget target)
    {
        cancellation.ThrowIfCancellationRequested();
        if (target.Address is null)
        {
            return [NothingToConnectTo(target)];
        }

        WalkStart start = _tracer.Start(Request(target));
        return Rows(target, start, _tracer.Outcomes(start, cancellation));
    }

    private TraceRequest Request(SweepTarget target) => new()
    {
        Destination = target.Address!.Value,
        Port = target.Port,
        Protocol = target.Protocol,
        From = from,
        Service = target.Text,
    };

    // Each endpoint is a row, and what ends before any is chosen is one of its own.
    private static List<(string? Endpoint, EndpointWays Ways)> Ways(SweepTarget target, WalkStart start, IReadOnlyList<PathOutcome> outcomes)
    {
        List<(string? Endpoint, List<PathOutcome> Outcomes)> groups = Groups(target, start, outcomes);
        return groups.ConvertAll(group => (group.Endpoint, new EndpointWays(group.Outcomes, mayGoOn: group.Endpoint is null && groups.Count > 1)));
    }

    private List<ServicePathTest> Rows(SweepTarget target, WalkStart start, IReadOnlyList<PathOutcome> outcomes) =>
        Ways(target, start, outcomes).ConvertAll(group => Row(target, start, group.Endpoint, group.Ways));

    private static List<(string? Endpoint, List<PathOutcome> Outcomes)> Groups(SweepTarget target, WalkStart start, IReadOnlyList<PathOutcome> outcomes)
    {
        string asked = start.Packet.Endpoint(target.Address!.Value, target.Port);
        return [.. outcomes.GroupBy(outcome => outcome.Endpoint == asked ? null : outcome.Endpoint).Select(group => (group.Key, group.ToList()))];
    }

    private ServicePathTest Row(SweepTarget target, WalkStart start, string? endpoint, EndpointWays ways)
    {
        ServicePathTest test = new()
        {
            Name = target.Text,
            Namespace = target.Name?.Namespace ?? "",
            Service = target.Name?.Service ?? "",
            ClusterIP = target.Address?.ToString(),
            Port = target.Port,
            Protocol = target.Protocol.ToString(),
            From = start.Name,
            Endpoint = endpoint,
            Probability = ways.Probability,
            Result = ways.Result.ToString(),
            Disposition = ways.Disposition,
            Symptom = ways.Symptom,
            Reason = ways.Reason,
            Assumptions = ways.Assumptions,
            Node = snapshots[0].NodeName,
            Origin = snapshots[0],
        };
        if (ways.Result != TestResult.Failed)
        {
            // The hops of all ways to fifty thousand endpoints are not worth keeping.
            return test with { Find = () => FindAgain(target, endpoint) };
        }

        Finding[] findings = Findings(target, start, ways.Worst);
        return test with { Findings = findings, Cause = findings is [{ IsCause: true } cause, ..] ? cause.Code : null };
    }

    private Finding[] FindAgain(SweepTarget target, string? endpoint)
    {
        WalkStart start = _tracer.Start(Request(target));
        (string? _, EndpointWays? ways) = Ways(target, start, _tracer.Outcomes(start, CancellationToken.None)).Find(group => group.Endpoint == endpoint);
        return ways is null ? [] : Findings(target, start, ways.Worst);
    }

    private Finding[] Findings(SweepTarget target, WalkStart start, PathOutcome outcome) => PathFindings.Of(_tracer.TraceOf(Request(target), start, [outcome]), outcome);

    private ServicePathTest NothingToConnectTo(SweepTarget target) => new()
    {
        Name = target.Text,
        Namespace = target.Name?.Namespace ?? "",
        Service = target.Name?.Service ?? "",
        Protocol = target.Protocol.ToString(),
        From = from ?? snapshots[0].Host.Name,
        Probability = 1,
        Result = nameof(TestResult.Unknown),
        Disposition = nameof(Tracing.Disposition.Inconclusive),
        Symptom = nameof(Tracing.Symptom.Unknown),
        Reason = "the rules name no virtual IP and port for it, but a node port alone",
        Node = snapshots[0].NodeName,
        Origin = snapshots[0],
    };
}
