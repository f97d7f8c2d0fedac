using NetPath.Core.KernelTracing;
using NetPath.Core.Netfilter;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.KernelTracing;

/// <summary>Bytes of netlink in, trace events out.</summary>
public sealed class KernelTraceMessageTests
{
    // As Linux 6.18 sent it: a SYN to port 99 over lo, matched by rule 4 of chain o in table t.
    private const string NftRule = """
        94000000 110a 0000 00000000 00000000 02000000
        08000f00 00000002 08000400 00000003 08000600 8f14704f 06000200 6f000000 06000100 74000000
        0c000300 0000000000000004 0c000580 08000100 ffffffff 08000c00 00000001 06000d00 03040000
        18000800 4500003ce822400040065493 7f000001 7f000005
        18000900 d9f00063 07d45e3a 00000000 a002ffd7 fe340000
        """;

    // Its jump to another chain: the headers are shown once in each base chain.
    private const string NftJump = """
        5c000000 110a 0000 00000000 00000000 02000000
        08000f00 00000002 08000400 00000003 08000600 8f14704f 06000200 6f000000 06000100 74000000
        0c000300 0000000000000005 14000580 08000100 fffffffd 08000200 73756200
        """;

    [Fact]
    public void An_nftables_event_has_its_rule_verdict_and_headers()
    {
        KernelTraceEvent read = Read(NftRule)!;

        Assert.Equal((RulesetBackend.NfTables, KernelTraceStep.Rule, "ip", "t", "o"), (read.Backend, read.Step, read.Family, read.Table, read.Chain));
        Assert.Equal((4ul, "continue", null, 0x8f14704fu), (read.RuleHandle, read.Verdict, read.Target, read.PacketId));
        Assert.Equal((null, "if1"), (read.InInterface, read.OutInterface));
        Assert.Equal("tcp 127.0.0.1:55792 -> 127.0.0.5:99", $"{read.Packet}");
        Assert.Equal(("Syn", 64, 0u), (read.Packet!.TcpFlags, read.Packet.TimeToLive, read.Packet.Mark));
        Assert.Equal((0xe822, 60, 0x07d45e3au), (read.Identity!.IpId, read.Identity.Length, read.Identity.Sequence));
        Assert.Equal("trace id 8f14704f ip t o rule handle 4 (verdict continue)", read.Text);
    }

    [Fact]
    public void A_jump_names_its_chain_and_has_no_headers()
    {
        KernelTraceEvent read = Read(NftJump)!;

        Assert.Equal(("jump", "sub", 5ul), (read.Verdict, read.Target, read.RuleHandle));
        Assert.Null(read.Packet);
        Assert.Equal("trace id 8f14704f ip t o rule handle 5 (verdict jump sub)", read.Text);
    }

    [Theory]
    [InlineData("TRACE: nat:KUBE-SERVICES:rule:12 ", KernelTraceStep.Rule, "nat", "KUBE-SERVICES", 12)]
    [InlineData("TRACE: filter:FORWARD:policy:3 ", KernelTraceStep.Policy, "filter", "FORWARD", 3)]
    [InlineData("TRACE: nat:a:b:return:1 ", KernelTraceStep.Return, "nat", "a:b", 1)]
    public void A_legacy_event_names_table_chain_and_rule(string prefix, KernelTraceStep step, string table, string chain, int number)
    {
        KernelTraceEvent read = ReadLog(prefix)!;

        Assert.Equal((RulesetBackend.Legacy, step, table, chain, number), (read.Backend, read.Step, read.Table, read.Chain, read.RuleNumber));
        Assert.Equal((Hook.Forward, "if17", "if18"), (read.Hook, read.InInterface, read.OutInterface));
        Assert.Equal(("udp 10.0.0.1:4660 -> 10.0.0.2:53", 0x4000u), ($"{read.Packet}", read.Packet!.Mark));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 5, 0, 0, TimeSpan.Zero).AddTicks(10), read.Time);
        Assert.Equal($"{prefix}IN=if17 OUT=if18 SRC=10.0.0.1 DST=10.0.0.2 TTL=63 PROTO=UDP SPT=4660 DPT=53 MARK=0x4000", read.Text);
    }

    [Theory]
    [InlineData("dropped: ")]
    [InlineData("TRACE: nat:KUBE-SERVICES ")]
    [InlineData("TRACE: nat:KUBE-SERVICES:rule:x ")]
    public void What_was_logged_for_another_reason_is_no_event(string prefix) => Assert.Null(ReadLog(prefix));

    [Fact]
    public void Ports_behind_extension_headers_of_IPv6_are_found()
    {
        byte[] packet = Convert.FromHexString(
            "60000000001c0040" + "fd000000000000000000000000000001" + "fd000000000000000000000000000002"
            + "1100000000000000" + "123400350014abcd");

        Assert.Equal("udp [fd00::1]:4660 -> [fd00::2]:53", $"{PacketHeaders.Read(packet)!.Packet}");
    }

    /// <summary>Whatever the bytes are, reading ends and gives an event or none.</summary>
    [Fact]
    public void Messages_that_are_cut_off_or_damaged_do_no_harm()
    {
        byte[] whole = Bytes(NftRule);
        for (int length = 0; length < whole.Length; length++)
        {
            _ = ReadAll(whole.AsSpan(0, length));
            byte[] damaged = [.. whole];
            damaged[length] ^= 0xff;
            _ = ReadAll(damaged);
        }
    }

    private static KernelTraceEvent? ReadLog(string prefix)
    {
        byte[] packet = Convert.FromHexString("4500001c000100003f11000" + "00a0000010a000002" + "1234003500080000");
        byte[] time = Convert.FromHexString("000000006ae6f6d0" + "0000000000000001");
        BitConverter.TryWriteBytes(time, System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(new DateTimeOffset(2026, 11, 23, 5, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()));
        NetlinkRequest message = new NetlinkRequest().Message(NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_ULOG, NFULA.NFULNL_MSG_PACKET), 0, 0, NLMSG.AF_INET)
            .Add(NFULA.NFULA_PACKET_HDR, [8, 0, 2, 0])
            .Add(NFULA.NFULA_PREFIX, prefix)
            .Add(NFULA.NFULA_IFINDEX_INDEV, 17)
            .Add(NFULA.NFULA_IFINDEX_OUTDEV, 18)
            .Add(NFULA.NFULA_MARK, 0x4000)
            .Add(NFULA.NFULA_TIMESTAMP, time)
            .Add(NFULA.NFULA_PAYLOAD, packet);
        return ReadAll(message.ToArray()).SingleOrDefault();
    }

    private static KernelTraceEvent? Read(string hex) => ReadAll(Bytes(hex)).SingleOrDefault();

    private static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));

    private static List<KernelTraceEvent> ReadAll(ReadOnlySpan<byte> received)
    {
        List<KernelTraceEvent> events = [];
        while (NetlinkMessage.TryTake(ref received, out NetlinkMessage message))
        {
            if (KernelTraceMessages.Read(message, index => $"if{index}") is KernelTraceEvent read)
            {
                events.Add(read);
            }
        }

        return events;
    }
}
