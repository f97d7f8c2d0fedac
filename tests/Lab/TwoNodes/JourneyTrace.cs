using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Lab.TwoNodes;

/// <summary>What NetPath says of a connection over two nodes.</summary>
internal static class JourneyTrace
{
    // As people call them: by the pod's name, the node's name, or the address of a machine outside.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["client1"] = "client-7d9c5b4f6-k2x8w",
        ["web1"] = "web-6f8d9c7b5-m4t7z",
        ["client2"] = "client-7d9c5b4f6-z5n3h",
        ["web2"] = "web-6f8d9c7b5-q9r2v",
        ["node1"] = "node1",
        ["node2"] = "node2",
    };

    /// <summary>The trace of a journey.</summary>
    /// <param name="snapshots">Of node1 and node2, in any order, or of one of them.</param>
    /// <param name="journey">From where, to where.</param>
    public static PacketTrace Of(IEnumerable<NodeSnapshot> snapshots, Journey journey)
    {
        IpAddress destination = IpAddress.Parse(journey.Address);
        string outside = journey.Source ?? (destination.Family == IpFamily.IPv4 ? "172.18.0.1" : "fc00:f853:ccd:e793::1");
        TraceRequest request = new()
        {
            Destination = destination,
            Port = journey.Port,
            From = Names.GetValueOrDefault(journey.From, outside),
        };
        // What comes from outside for a load balancer's address is placed on the first node.
        NodeSnapshot[] ordered = [.. snapshots.OrderBy(snapshot => snapshot.NodeName != EntryOf(journey))];
        return ServiceTracer.For(ordered).Trace(request);
    }

    /// <summary>The trace in words, for the message of a test that fails.</summary>
    public static string Describe(PacketTrace trace) => $"{LabTrace.Describe(trace)}\n{string.Join('\n', trace.Findings.Select(finding => $"{finding}\n    {string.Join("\n    ", finding.Evidence.Select(evidence => evidence.ToString()))}"))}";

    private static string EntryOf(Journey journey) => journey.Address is "203.0.113.11" or "2001:db8:cb00:71::11" or "172.18.0.3" ? "node2" : "node1";
}
