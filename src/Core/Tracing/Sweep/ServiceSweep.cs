using System.Collections.Concurrent;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Sweep;

/// <summary>
/// Tests every Service port of a node from one client. One walk for each port follows all of its endpoints, since the rules of the choice part the ways; ports are
/// walked on all processors, and come out in the order of the rules.
/// </summary>
public static class ServiceSweep
{
    /// <summary>How many Service ports a sweep walks, for showing how it comes along.</summary>
    public static int CountOf(NodeSnapshot snapshot, ServiceQuery query)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Targets(snapshot, query).Length;
    }

    /// <summary>The rows of all Service ports that are asked for, each when it is known.</summary>
    /// <param name="snapshots">The node whose rules hold the Services, and then others that its packets may go to.</param>
    /// <param name="query">Which Service ports.</param>
    /// <param name="from">
    /// The client, as <see cref="TraceRequest.From"/> takes it: on the first node, unless it is a pod of another. One given as address is tested with the Services of its IP
    /// version.
    /// </param>
    /// <param name="cancellation">Ends the sweep.</param>
    /// <exception cref="TraceRequestException">The client cannot be told from the snapshots.</exception>
    public static IEnumerable<ServicePathTest> Run(IReadOnlyList<NodeSnapshot> snapshots, ServiceQuery query, string? from, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(query);
        IpFamily? family = IpAddress.TryParse(from, out IpAddress address) ? address.Family : null;
        SweepTarget[] targets = [.. Targets(snapshots[0], query).Where(target => family is null || target.Address is null || target.Address.Value.Family == family)];
        ServiceSweepWalk walk = new(snapshots, from, cancellation);
        if (targets.FirstOrDefault(target => target.Address is not null) is SweepTarget first)
        {
            walk.CheckSender(first);
        }

        return targets.Length < 2 ? targets.SelectMany(walk.Test) : Parallel(targets, walk, cancellation);
    }

    private static SweepTarget[] Targets(NodeSnapshot snapshot, ServiceQuery query) =>
        [.. snapshot.Host.Services.FindRules(query).Select(SweepTarget.Of), .. SweepTarget.WithoutRules(snapshot, query)];

    private static IEnumerable<ServicePathTest> Parallel(SweepTarget[] targets, ServiceSweepWalk walk, CancellationToken cancellation) => Partitioner
        .Create(targets, loadBalance: true)
        .AsParallel()
        .AsOrdered()
        .WithCancellation(cancellation)
        .WithMergeOptions(ParallelMergeOptions.AutoBuffered)
        .Select(walk.Test)
        .AsSequential()
        .SelectMany(rows => rows);
}
