using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab;

/// <summary>What NetPath says of the lab's node, from a snapshot that is taken now.</summary>
internal static class LabTrace
{
    /// <summary>A snapshot of the lab's node by the collector.</summary>
    /// <param name="entries">The entries of connection tracking too.</param>
    public static NodeSnapshot Snapshot(bool entries = false) =>
        Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = LabNode.Space("node"), IncludeConntrackEntries = entries }, null, TestContext.Current.CancellationToken);

    /// <summary>A trace from one of the lab's namespaces, on a fresh snapshot.</summary>
    /// <param name="space">The namespace, such as client.</param>
    /// <param name="destination">The address.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="source">The client's address; null for the one that its kernel selects.</param>
    public static PacketTrace From(string space, string destination, int port, string? source = null)
    {
        TraceRequest request = new()
        {
            Destination = IpAddress.Parse(destination),
            Port = port,
            From = source ?? LabNode.Space(space),
        };
        return ServiceTracer.For(Snapshot()).Trace(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The trace in words, for the message of a test that fails.</summary>
    public static string Describe(PacketTrace trace) =>
        $"{trace}\n{string.Join('\n', trace.Outcomes.Select(outcome => $"{outcome} {outcome.Reason} {string.Join("; ", outcome.Assumptions)}\n  {string.Join("\n  ", outcome.Hops.Concat(outcome.ReplyHops))}"))}";
}
