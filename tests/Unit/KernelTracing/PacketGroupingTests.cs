using NetPath.Core.KernelTracing;
using Xunit;

namespace NetPath.Unit.KernelTracing;

public sealed class PacketGroupingTests
{
    private static readonly string[] Hooks = ["raw:PREROUTING:policy:1", "nat:PREROUTING:rule:1", "nat:KUBE-SERVICES:rule:1", "filter:FORWARD:policy:1", "mangle:POSTROUTING:policy:1"];

    [Fact]
    public void Packets_of_a_real_log_come_out_whole_and_in_order()
    {
        Assert.Equal(
            [
                "tcp 10.244.120.68:57206 -> 10.109.60.134:80, 20 steps",
                "tcp 10.244.120.67:80 -> 10.244.120.68:57206, 6 steps",
                "tcp 192.168.49.2:52686 -> 10.109.60.134:80, 20 steps",
                "tcp 10.244.120.67:80 -> 192.168.49.2:24489, 8 steps",
                "tcp 10.244.120.68:55866 -> 10.106.0.1:80, 12 steps",
                "icmp 192.168.49.2 -> 10.244.120.68, 6 steps",
                "udp 10.244.120.68:59406 -> 10.96.0.10:53, 20 steps",
            ],
            Sizes(TraceFixture.Lines("legacy-dmesg.txt")));
    }

    [Fact]
    public void Numbers_that_nftables_uses_again_are_told_apart_by_the_hooks()
    {
        string[] lines = TraceFixture.Lines("nft-monitor-trace.txt");
        Assert.Equal(2, lines.Count(line => line.StartsWith("trace id bf43d2c8 ip raw PREROUTING packet:", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "tcp 10.244.120.68:57210 -> 10.109.60.134:80, 17 steps",
                "tcp 10.244.120.67:80 -> 10.244.120.68:57210, 7 steps",
                "tcp 10.244.120.68:57210 -> 10.109.60.134:80, 7 steps",
                "tcp 10.244.120.68:57210 -> 10.109.60.134:80, 7 steps",
                "tcp 10.244.120.67:80 -> 10.244.120.68:57210, 2 steps",
            ],
            Sizes(lines));
    }

    [Fact]
    public void Interleaved_packets_are_told_apart_by_their_headers_also_when_NAT_changes_the_destination()
    {
        string[] one = Way(source: 1001, id: 7, sequence: 70, pod: "10.0.0.2");
        string[] two = Way(source: 1002, id: 8, sequence: 80, pod: "10.0.0.2");
        string[] three = Way(source: 1001, id: 9, sequence: 71, pod: "10.0.0.4");

        List<KernelPacket> packets = TraceFixture.Packets(null, Enumerable.Range(0, one.Length).SelectMany(i => new[] { one[i], two[i], three[i] }));

        Assert.Equal(["5 steps to 10.0.0.2", "5 steps to 10.0.0.2", "5 steps to 10.0.0.4"], packets.Select(packet => $"{packet.Steps.Length} steps to {packet.LastPacket!.Destination}"));
        Assert.All(packets, packet => Assert.Empty(packet.Problems));
        Assert.All(packets, packet => Assert.True(packet.IsTranslated));
    }

    [Fact]
    public void Packets_with_the_same_headers_at_one_time_are_said_to_be_uncertain()
    {
        string[] way = Way(source: 1001, id: 0, sequence: 70, pod: "10.0.0.2");
        List<KernelPacket> packets = TraceFixture.Packets(null, [way[0], way[0], .. way[1..]]);
        Assert.Equal(2, packets.Count);
        Assert.All(packets, packet => Assert.Contains("a packet with the same headers began while this one was under way; their events cannot be told apart", packet.Problems));
    }

    [Fact]
    public void A_packet_that_was_sent_twice_is_two_packets()
    {
        string[] way = Way(source: 1001, id: 0, sequence: 70, pod: "10.0.0.2");
        List<KernelPacket> packets = TraceFixture.Packets(null, [.. way, .. way]);
        Assert.Equal([5, 5], packets.Select(packet => packet.Steps.Length));
        Assert.All(packets, packet => Assert.Empty(packet.Problems));
    }

    [Fact]
    public void A_trace_that_begins_in_the_middle_says_so()
    {
        KernelPacket packet = Assert.Single(TraceFixture.Packets(null, Way(source: 1001, id: 7, sequence: 70, pod: "10.0.0.2")[3..]));
        Assert.Equal(["the trace begins in the middle of the packet's way"], packet.Problems);
    }

    [Fact]
    public void Chains_of_native_nftables_need_no_names_that_are_known()
    {
        string Event(string chain, string text) => $"trace id 0000001f inet t {chain} {text}";
        const string Headers = "packet: iif \"eth0\" ip saddr 10.0.0.1 ip daddr 10.0.0.2 ip id 5 udp sport 7 udp dport 53";
        string[] packet = [Event("pre", Headers), Event("pre", "rule jump svc (verdict jump svc)"), Event("svc", "rule dnat to 10.0.0.9 (verdict accept)"), Event("fwd", Headers), Event("fwd", "policy accept")];

        Assert.Equal(["udp 10.0.0.1:7 -> 10.0.0.2:53, 3 steps", "udp 10.0.0.1:7 -> 10.0.0.2:53, 3 steps"], Sizes([.. packet, .. packet]));
    }

    [Fact]
    public void Memory_is_bounded_when_packets_never_end()
    {
        PacketGrouping grouping = new();
        int done = 0;
        foreach (KernelTraceEvent step in TraceFixture.Events(Enumerable.Range(1, 3 * PacketGrouping.MostOpen).Select(i => Way(1000 + i, i, i, "10.0.0.2")[0])))
        {
            grouping.Add(step with { Uptime = null });
            done += grouping.TakeClosed().Count();
        }

        Assert.Equal(2 * PacketGrouping.MostOpen, done);
        Assert.Equal(2 * PacketGrouping.MostOpen, grouping.ClosedEarly);
    }

    [Fact]
    public void A_packet_is_over_when_the_logs_clock_has_gone_on()
    {
        PacketGrouping grouping = new();
        string[] way = Way(1001, 7, 70, "10.0.0.2");
        foreach (KernelTraceEvent step in TraceFixture.Events(way[0], Way(1002, 8, 80, "10.0.0.2")[0].Replace("[1.000000]", "[2.500000]", StringComparison.Ordinal)))
        {
            grouping.Add(step);
        }

        Assert.Single(grouping.TakeClosed());
    }

    private static string[] Sizes(IEnumerable<string> lines) => [.. TraceFixture.Packets(null, lines).Select(packet => $"{packet.Packet}, {packet.Steps.Length} steps")];

    // A packet's way in legacy iptables: the destination is translated behind nat PREROUTING.
    private static string[] Way(int source, int id, int sequence, string pod) =>
    [
        .. Hooks.Select((hook, i) => $"[1.000000] TRACE: {hook} IN=eth0 OUT={(i < 3 ? "" : "cali0")} SRC=10.0.0.3 DST={(i < 3 ? "10.96.0.50" : pod)} LEN=60 TTL=64 ID={id} PROTO=TCP SPT={source} DPT={(i < 3 ? 80 : 8080)} SEQ={sequence} ACK=0 WINDOW=100 SYN"),
    ];
}
