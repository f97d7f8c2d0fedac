using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Unit.Tracing;

/// <summary>
/// Two healthy nodes in Calico's manner that route each other's pods over the network between them: node1 is 192.0.2.10 with client 10.244.0.3 and web 10.244.0.2,
/// node2 is 192.0.2.20 with client2 10.244.1.3 and web2 10.244.1.2, where a server listens on 8080. The Service 10.96.0.50:80 has web2 alone, on both.
/// </summary>
internal static class TwoNodes
{
    public const string Remote = "10.244.1.2";
    public const string ToOther = """{"dst":"10.244.1.0/24","gateway":"192.0.2.20","dev":"eth0","flags":[]}""";
    public const string OtherNeighbour = """{"dst":"192.0.2.20","dev":"eth0","lladdr":"02:00:00:00:00:22","state":["REACHABLE"]}""";

    public static NodeBuilder First() => CalicoNode.Healthy()
        .Change(CalicoNode.Rules, "10.244.0.2", Remote)
        .Change(CalicoNode.Routes, """[{"dst":"default",""", $$"""[{{ToOther}},{"dst":"default",""")
        .With(CalicoNode.Neighbours, $$"""[{"dst":"192.0.2.1","dev":"eth0","lladdr":"02:00:00:00:00:01","state":["REACHABLE"]},{{OtherNeighbour}}]""");

    public static NodeBuilder Second() => CalicoNode.Healthy()
        .Everywhere("10.244.0.2", Remote)
        .Everywhere("10.244.0.3", "10.244.1.3")
        .Everywhere("192.0.2.10", "192.0.2.20")
        .Everywhere("02:00:00:00:00:02", "02:00:00:00:00:22")
        .Renamed(("node1", "node2"), ("web", "web2"), ("client", "client2"))
        .Change(CalicoNode.Routes, """[{"dst":"default",""", """[{"dst":"10.244.0.0/24","gateway":"192.0.2.10","dev":"eth0","flags":[]},{"dst":"default",""");

    /// <summary>The only outcome over both.</summary>
    public static PathOutcome Outcome(NodeBuilder first, NodeBuilder second, string? from = "client", string to = "10.96.0.50", int port = 80) =>
        Xunit.Assert.Single(Trace([first.Build(), second.Build()], from, to, port).Outcomes);

    public static PacketTrace Trace(IReadOnlyList<NodeSnapshot> nodes, string? from = "client", string to = "10.96.0.50", int port = 80) =>
        ServiceTracer.For(nodes).Trace(new TraceRequest { Destination = IpAddress.Parse(to), Port = port, From = from });
}
