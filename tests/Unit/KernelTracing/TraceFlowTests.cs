using NetPath.Core.KernelTracing;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.KernelTracing;

/// <summary>The packets that a trace rule is for.</summary>
public sealed class TraceFlowTests
{
    private static readonly Packet Syn = new(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"), 4000, 80);

    public static TheoryData<TraceFlow, string, bool> Flows => new()
    {
        { new TraceFlow { Family = IpFamily.IPv4 }, "meta nfproto ipv4", true },
        { new TraceFlow { Family = IpFamily.IPv6 }, "meta nfproto ipv6", false },
        { new TraceFlow { Family = IpFamily.IPv4, Protocol = Protocol.Tcp }, "meta l4proto tcp", true },
        { new TraceFlow { Family = IpFamily.IPv4, Protocol = Protocol.Udp, DestinationPort = 80 }, "udp dport 80", false },
        { Whole(4000), "ip saddr 10.0.0.1 ip daddr 10.0.0.2 tcp sport 4000 tcp dport 80", true },
        { Whole(4001), "ip saddr 10.0.0.1 ip daddr 10.0.0.2 tcp sport 4001 tcp dport 80", false },
    };

    [Theory, MemberData(nameof(Flows))]
    public void A_flow_reads_as_nft_writes_it_and_takes_its_packets(TraceFlow flow, string words, bool takes)
    {
        Assert.Equal(words, flow.ToString());
        Assert.Equal(takes, flow.Matches(Syn));
    }

    private static TraceFlow Whole(int port) => new()
    {
        Family = IpFamily.IPv4,
        Protocol = Protocol.Tcp,
        Source = IpAddress.Parse("10.0.0.1"),
        SourcePort = port,
        Destination = IpAddress.Parse("10.0.0.2"),
        DestinationPort = 80,
    };
}
