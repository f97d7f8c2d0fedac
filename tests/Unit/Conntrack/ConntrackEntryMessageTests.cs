using NetPath.Core.Conntrack;
using NetPath.Core.Netlink;
using Xunit;

namespace NetPath.Unit.Conntrack;

/// <summary>Attributes of ctnetlink in, entries out; the comparison with the kernel's own is in tests/Lab.</summary>
public sealed class ConntrackEntryMessageTests
{
    [Fact]
    public void An_entry_has_all_that_the_kernel_tells()
    {
        ConntrackEntry entry = Read(request => request
            .Nest(CTA.CTA_TUPLE_ORIG, tuple => Flow(tuple, [10, 0, 0, 1], [10, 96, 0, 1], 6, 1000, 80))
            .Nest(CTA.CTA_TUPLE_REPLY, tuple => Flow(tuple, [10, 0, 0, 2], [10, 0, 0, 1], 6, 8080, 1000))
            .Add(CTA.CTA_STATUS, 0x2eu)
            .Add(CTA.CTA_TIMEOUT, 431999u)
            .Add(CTA.CTA_MARK, 5u)
            .Add(CTA.CTA_ID, 0xfffffff0u)
            .Add(CTA.CTA_ZONE, [0, 7])
            .Add(CTA.CTA_LABELS, [0b_0000_1010, 0, 0, 0, 1, 0, 0, 0])
            .Nest(CTA.CTA_PROTOINFO, info => info.Nest(CTA.CTA_PROTOINFO_TCP, tcp => tcp
                .Add(CTA.CTA_PROTOINFO_STATE, [3])
                .Add(CTA.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, [0x23, 0])
                .Add(CTA.CTA_PROTOINFO_TCP_FLAGS_REPLY, [0x04, 0])))
            .Nest(CTA.CTA_COUNTERS_ORIG, counters => counters.Add(CTA.CTA_COUNTERS_PACKETS, [0, 0, 0, 0, 0, 0, 0, 9]).Add(CTA.CTA_COUNTERS_BYTES, [0, 0, 0, 0, 0, 0, 1, 0]))
            .Nest(CTA.CTA_HELP, help => help.Add(CTA.CTA_HELP_NAME, "ftp"))
            .Nest(CTA.CTA_SECCTX, context => context.Add(CTA.CTA_SECCTX_NAME, "a:b:c"))
            .Nest(CTA.CTA_TIMESTAMP, time => time.Add(CTA.CTA_TIMESTAMP_START, [0x18, 0x7a, 0x43, 0x0b, 0xfa, 0x5d, 0, 0])))!;

        Assert.Equal("tcp ESTABLISHED 10.0.0.1:1000 -> 10.96.0.1:80, answered 10.0.0.2:8080 -> 10.0.0.1:1000", entry.ToString());
        Assert.Equal(("SeenReply, Assured, Confirmed, DestinationNat", "Dnat"), (entry.Status, entry.Nat));
        Assert.Equal((431999, 5u, 4294967280, 7, "Both", 0x27), (entry.TimeOutSeconds, entry.Mark, entry.Id, entry.Zone, entry.ZoneDirection, entry.TcpFlags));
        Assert.Equal((9, 256, null), (entry.Original.Packets, entry.Original.Bytes, entry.Reply.Packets));
        Assert.Equal(("ftp", "a:b:c"), (entry.Helper, entry.SecurityContext));
        Assert.Equal(["1", "3", "32"], entry.Labels);
        Assert.Equal(2025, entry.Started?.Year);
        Assert.Equal(("test", false, true), (entry.Namespace, entry.IsHost, entry.IsLive));
    }

    [Fact]
    public void A_zone_of_one_direction_stands_in_its_tuple()
    {
        ConntrackEntry entry = Read(request => request
            .Nest(CTA.CTA_TUPLE_ORIG, tuple => Flow(tuple, new byte[16], new byte[16], 17, 1, 2))
            .Nest(CTA.CTA_TUPLE_REPLY, tuple => Flow(tuple, new byte[16], new byte[16], 17, 2, 1).Add(CTA.CTA_TUPLE_ZONE, [0, 9])))!;

        Assert.Equal((9, "Reply", "IPv6", null, null), (entry.Zone, entry.ZoneDirection, entry.Family, entry.State, entry.TimeOutSeconds));
    }

    [Fact]
    public void The_keys_of_gre_are_no_ports()
    {
        ConntrackEntry entry = Read(request => request
            .Nest(CTA.CTA_TUPLE_ORIG, tuple => Flow(tuple, [10, 0, 0, 1], [10, 0, 0, 2], 47, 17, 18))
            .Nest(CTA.CTA_TUPLE_REPLY, tuple => Flow(tuple, [10, 0, 0, 2], [10, 0, 0, 1], 47, 18, 17)))!;

        Assert.Equal((null, 17, 18, "None"), (entry.SourcePort, entry.Original.SourceKey, entry.Original.DestinationKey, entry.Nat));
    }

    [Fact]
    public void A_message_without_both_tuples_is_no_entry() =>
        Assert.Null(Read(request => request.Nest(CTA.CTA_TUPLE_ORIG, tuple => Flow(tuple, [10, 0, 0, 1], [10, 0, 0, 2], 6, 1, 2))));

    private static NetlinkRequest Flow(NetlinkRequest tuple, byte[] source, byte[] destination, byte protocol, int sourcePort, int port)
    {
        bool ipv4 = source.Length == 4;
        return tuple
            .Nest(CTA.CTA_TUPLE_IP, ip => ip.Add(ipv4 ? CTA.CTA_IP_V4_SRC : CTA.CTA_IP_V6_SRC, source).Add(ipv4 ? CTA.CTA_IP_V4_DST : CTA.CTA_IP_V6_DST, destination))
            .Nest(CTA.CTA_TUPLE_PROTO, numbers => numbers
                .Add(CTA.CTA_PROTO_NUM, [protocol])
                .Add(CTA.CTA_PROTO_SRC_PORT, [(byte)(sourcePort >> 8), (byte)sourcePort])
                .Add(CTA.CTA_PROTO_DST_PORT, [(byte)(port >> 8), (byte)port]));
    }

    private static ConntrackEntry? Read(Action<NetlinkRequest> fill)
    {
        NetlinkRequest request = new NetlinkRequest().Message(NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_CTNETLINK, CTA.IPCTNL_MSG_CT_NEW), 0, 1, NLMSG.AF_INET);
        fill(request);
        ReadOnlySpan<byte> bytes = request.ToArray();
        Assert.True(NetlinkMessage.TryTake(ref bytes, out NetlinkMessage message));
        Assert.True(ConntrackEntryMessage.IsEntry(message));
        return ConntrackEntryMessage.Read(message, "test", isHost: false);
    }
}
