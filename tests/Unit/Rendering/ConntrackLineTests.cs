using NetPath.Core.Rendering;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Rendering;

/// <summary>How a trace tells the conntrack entries of its way.</summary>
public sealed class ConntrackLineTests
{
    [Fact]
    public void What_both_ends_of_a_tunnel_track_alike_is_told_once_and_last()
    {
        IReadOnlyList<ConntrackLine> lines = ConntrackLine.Of(
        [
            Entry("node1", "tcp 10.244.1.10:* -> 10.96.0.81:80", "tcp 10.244.2.11:8080 -> 10.244.1.10:*"),
            Entry("node1", "udp 172.18.0.2:* -> 172.18.0.3:4789", "udp 172.18.0.3:4789 -> 172.18.0.2:*"),
            Entry("node2", "udp 172.18.0.2:* -> 172.18.0.3:4789", "udp 172.18.0.3:4789 -> 172.18.0.2:*"),
            Entry("node2", "tcp 10.244.1.10:* -> 10.244.2.11:8080", "tcp 10.244.2.11:8080 -> 10.244.1.10:*"),
        ]);

        Assert.Equal(
            [
                new ConntrackLine("node1", "tcp 10.244.1.10:* -> 10.96.0.81:80", "tcp 10.244.2.11:8080 -> 10.244.1.10:*"),
                new ConntrackLine("node2", "tcp 10.244.1.10:* -> 10.244.2.11:8080", null),
                new ConntrackLine("node1, node2", "udp 172.18.0.2:* -> 172.18.0.3:4789", null),
            ],
            lines);
    }

    [Fact]
    public void One_flow_that_two_nodes_translate_each_in_its_own_way_is_told_for_each()
    {
        IReadOnlyList<ConntrackLine> lines = ConntrackLine.Of(
        [
            Entry("node1", "tcp 10.0.0.1:* -> 10.96.0.80:80", "tcp 10.244.1.11:80 -> 10.0.0.1:*"),
            Entry("node2", "tcp 10.0.0.1:* -> 10.96.0.80:80", "tcp 10.244.2.11:80 -> 10.0.0.1:*"),
        ]);

        Assert.Equal(["node1", "node2"], lines.Select(line => line.Places));
        Assert.DoesNotContain(lines, line => line.Reply is null);
    }

    private static ConntrackTuple Entry(string place, string original, string reply) => new(place, original, reply, false, false);
}
