using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Logs;
using Xunit;

namespace NetPath.Unit.KernelTracing;

public sealed class TraceLogReaderTests
{
    private const string Headers = "IN=cali0 OUT= MAC=ee:ee:ee:ee:ee:ee:ce:aa:8a:72:d5:91:08:00 SRC=10.0.0.3 DST=10.96.0.50 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=137 DF PROTO=TCP SPT=57206 DPT=80 SEQ=7 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 OPT (0204) MARK=0x4000";

    public static TheoryData<string, string, string?, string?, string?> Prefixes => new()
    {
        { "nothing", "", null, null, null },
        { "dmesg", "[11354.244962] ", "11354.244962", null, "03:09:14.2449620" },
        { "dmesg with a blank", "[    4.000001] ", "4.000001", null, "00:00:04.0000010" },
        { "dmesg -x", "kern  :warn  : [   12.345678] ", "12.345678", null, "00:00:12.3456780" },
        { "dmesg --raw", "<4>[   12.345678] ", "12.345678", null, "00:00:12.3456780" },
        { "dmesg -T", "[Mon Nov 23 02:00:00 2026] ", "Mon Nov 23 02:00:00 2026", null, null },
        { "dmesg --time-format iso", "2026-11-23T02:00:00,123456+00:00 ", "2026-11-23T02:00:00,123456+00:00", "2026-11-23T02:00:00.1234560+00:00", null },
        { "syslog", "Nov 23 02:00:00 minikube kernel: [11354.244962] ", "Nov 23 02:00:00", null, "03:09:14.2449620" },
        { "syslog on a day of one digit", "Nov  3 02:00:00 minikube kernel: ", "Nov  3 02:00:00", null, null },
        { "rsyslog's newer form", "2026-11-23T02:00:00.123456+01:00 minikube kernel: ", "2026-11-23T02:00:00.123456+01:00", "2026-11-23T02:00:00.1234560+01:00", null },
        { "journalctl -o short-iso", "2026-11-23T02:00:00+0000 minikube kernel: ", "2026-11-23T02:00:00+0000", "2026-11-23T02:00:00.0000000+00:00", null },
        { "journalctl -o short-full", "Mon 2026-11-23 02:00:00 UTC minikube kernel: ", "2026-11-23 02:00:00", null, null },
        { "journalctl -o short-monotonic", "[11354.244962] minikube kernel: ", "11354.244962", null, "03:09:14.2449620" },
        { "journalctl -o short-unix", "1795399200.250000 minikube kernel: ", "1795399200.250000", "2026-11-23T02:00:00.2500000+00:00", null },
        { "a log in brackets", "[2026-11-23T02:00:00Z] ", "2026-11-23T02:00:00Z", "2026-11-23T02:00:00.0000000+00:00", null },
    };

    public static TheoryData<string, string> OtherLines => new()
    {
        { "an empty line", "" },
        { "another message of the kernel", "[ 3379.902141] pod0: left allmulticast mode" },
        { "a program's own TRACE", "12:00:01 TRACE: request done" },
        { "a program's numbers", "TRACE: 12 requests in 3 s" },
        { "a packet that was logged, not traced", "[1.0] IN=eth0 OUT= SRC=10.0.0.1 DST=10.0.0.2" },
        { "other output of nft monitor", "add rule ip nat POSTROUTING counter packets 0 bytes 0" },
        { "other output of xtables-monitor", " EVENT: -4 -t nat -A POSTROUTING -j MASQUERADE" },
        { "JSON of something else", """{"level":"info","msg":"TRACE"}""" },
    };

    public static TheoryData<string, string, string> DamagedLines => new()
    {
        { "cut behind the rule", "[1.0] TRACE: nat:KUBE-SERVICES:rule:5", "the rule's place (table:chain:kind:number) is not whole" },
        { "cut in the chain", "[1.0] TRACE: nat:KUBE-SER", "the rule's place (table:chain:kind:number) is not whole" },
        { "cut in the headers", "[1.0] TRACE: nat:KUBE-SERVICES:rule:5 IN=cali0 OUT= SRC=10.0.0.3", "the line ends before DST=" },
        { "an address that is none", "TRACE: nat:A:rule:5 IN=cali0 OUT= SRC=10.0.0 DST=10.0.0.1 PROTO=TCP", "SRC=10.0.0 is no address" },
        { "a number that is none", "TRACE: nat:A:rule:5 IN=cali0 OUT= SRC=10.0.0.1 DST=10.0.0.1 PROTO=TCP SPT=x DPT=80", "SPT=x is no number" },
        { "a kind that is none", "TRACE: nat:A:comment:5 IN=cali0 OUT= SRC=10.0.0.1 DST=10.0.0.1 PROTO=TCP", "'comment' is none of rule, return and policy" },
        { "rule 0", "TRACE: nat:A:rule:0 IN=cali0 OUT= SRC=10.0.0.1 DST=10.0.0.1 PROTO=TCP", "the rule's place (table:chain:kind:number) is not whole" },
        { "nft without a chain", "trace id bf43d2c8 ip raw", "the packet's number, table and chain are not whole" },
        { "nft without a verdict", "trace id bf43d2c8 ip raw PREROUTING rule ip daddr 10.0.0.1 counter", "the rule's verdict is missing" },
        { "nft with half a packet", "trace id bf43d2c8 ip raw PREROUTING packet: iif \"a\" ip saddr 10.0.0.1", "there is no 'ip daddr'" },
        { "xtables-monitor without a kind", " TRACE: 2 71c8e188 raw:PREROUTING", "the rule's place (table:chain:kind) is not whole" },
    };

    [Fact]
    public void A_line_of_the_kernels_log_has_the_rules_place_the_interfaces_and_the_headers()
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events($"[11354.244962] TRACE: nat:KUBE-SERVICES:rule:5 {Headers} "));

        Assert.Equal(("Legacy", "Rule", "nat", "KUBE-SERVICES", 5), (step.Backend.ToString(), step.Step.ToString(), step.Table, step.Chain, step.RuleNumber));
        Assert.Equal(("cali0", null, "ip"), (step.InInterface, step.OutInterface, step.Family));
        Assert.Equal("tcp 10.0.0.3:57206 -> 10.96.0.50:80", step.Packet!.ToString());
        Assert.Equal(("Syn", 0x4000u, 64), (step.Packet.TcpFlags, step.Packet.Mark, step.Packet.TimeToLive));
        Assert.Equal((137, 60, 7u, 0u, 64240), (step.Identity!.IpId, step.Identity.Length, step.Identity.Sequence, step.Identity.Acknowledgement, step.Identity.Window));
        Assert.Equal(("trace.log", 1), (step.Origin!.File, step.Origin.Line));
        Assert.StartsWith("TRACE: nat:KUBE-SERVICES:rule:5 IN=cali0", step.Text);
    }

    [Theory, MemberData(nameof(Prefixes))]
    public void What_stands_before_the_message_gives_the_time(string what, string prefix, string? stamp, string? time, string? uptime)
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events($"{prefix}TRACE: raw:PREROUTING:policy:2 {Headers}"));
        Assert.True(stamp == step.Stamp && time == step.Time?.ToString("O") && uptime == step.Uptime?.ToString(), $"{what}: {step.Stamp} {step.Time:O} {step.Uptime}");
    }

    [Fact]
    public void An_entry_of_the_journal_in_JSON_gives_the_message_and_the_time()
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events($$"""{"__REALTIME_TIMESTAMP":"1795399200250000","_TRANSPORT":"kernel","MESSAGE":"TRACE: nat:A:rule:1 {{Headers}}"}"""));
        Assert.Equal("2026-11-23T02:00:00.2500000+00:00", step.Time?.ToString("O"));
        Assert.Equal("10.96.0.50", step.Packet!.Destination);
    }

    [Theory]
    [InlineData("UDP: the second LEN is its own", "SRC=10.0.0.3 DST=10.96.0.10 LEN=83 TTL=64 ID=3 DF PROTO=UDP SPT=5 DPT=53 LEN=63", "udp 10.0.0.3:5 -> 10.96.0.10:53", 83, 3, null)]
    [InlineData("an echo's ID and SEQ are its own", "SRC=10.0.0.3 DST=10.0.0.2 LEN=84 TTL=64 ID=3 DF PROTO=ICMP TYPE=8 CODE=0 ID=541 SEQ=9", "icmp 10.0.0.3 -> 10.0.0.2", 84, 3, 8)]
    [InlineData("an error quotes another packet", "SRC=192.0.2.1 DST=10.0.0.3 LEN=88 TTL=64 ID=4 PROTO=ICMP TYPE=3 CODE=3 [SRC=10.0.0.3 DST=10.106.0.1 LEN=60 TTL=63 ID=9 PROTO=TCP SPT=1 DPT=80 SYN ] ", "icmp 192.0.2.1 -> 10.0.0.3", 88, 4, 3)]
    [InlineData("IPv6", "SRC=fd00:0000:0000:0000:0000:0000:0000:0003 DST=fd00:0000:0000:0000:0000:0000:0000:0050 LEN=80 TC=0 HOPLIMIT=63 FLOWLBL=669812 PROTO=TCP SPT=5 DPT=80 SEQ=1 SYN", "tcp [fd00::3]:5 -> [fd00::50]:80", 80, null, null)]
    [InlineData("ICMPv6", "SRC=::1 DST=::1 LEN=104 TC=0 HOPLIMIT=64 FLOWLBL=5 PROTO=ICMPv6 TYPE=128 CODE=0 ID=541 SEQ=0", "ipv6-icmp ::1 -> ::1", 104, null, 128)]
    [InlineData("a protocol without a name", "SRC=10.0.0.3 DST=10.0.0.2 LEN=60 TTL=64 ID=3 PROTO=132", "sctp 10.0.0.3:* -> 10.0.0.2:*", 60, 3, null)]
    public void Headers_of_other_protocols_are_read(string what, string headers, string packet, int length, int? id, int? icmpType)
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events($"TRACE: raw:OUTPUT:policy:1 IN= OUT=eth0 {headers}"));
        Assert.True(step.Packet!.ToString() == packet && step.Identity!.Length == length && step.Identity.IpId == id && step.Identity.IcmpType == icmpType, $"{what}: {step.Packet} {step.Identity}");
    }

    [Theory, MemberData(nameof(OtherLines))]
    public void Lines_of_something_else_are_counted_and_passed_over(string what, string line)
    {
        TraceLogReader reader = new("kern.log", problem => Assert.Fail($"{what}: {problem}"));
        Assert.Null(reader.Read(line));
        Assert.Equal((1, 1, 0), (reader.Lines, reader.OtherLines, reader.DamagedLines));
    }

    [Theory, MemberData(nameof(DamagedLines))]
    public void A_damaged_line_is_a_problem_with_its_number(string what, string line, string expected)
    {
        List<TraceLogProblem> problems = [];
        TraceLogReader reader = new("kern.log", problems.Add);
        reader.Read("");
        Assert.Null(reader.Read(line));
        TraceLogProblem problem = Assert.Single(problems);
        Assert.True(problem == new TraceLogProblem("kern.log", 2, expected, line), $"{what}: {problem}");
    }

    [Fact]
    public void Control_characters_do_not_reach_the_evidence()
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events($"TRACE: nat:A\u001b[31m:rule:1 {Headers}"));
        Assert.DoesNotContain('\u001b', step.Text + step.Origin!.Text);
    }

    [Fact]
    public void Nft_gives_the_headers_to_the_first_step_of_a_hook_and_the_handle_with_a()
    {
        List<KernelTraceEvent> steps = TraceFixture.Events(TraceFixture.Lines("nft-a-monitor-trace.txt"));

        Assert.Equal(26, steps.Count);
        KernelTraceEvent first = steps[0];
        Assert.Equal((0x2ba71cd7u, "ip", "raw", "OUTPUT", 5ul, "continue"), (first.PacketId, first.Family, first.Table, first.Chain, first.RuleHandle, first.Verdict));
        Assert.Equal("ip daddr 10.109.60.134 counter packets 10 bytes 652 meta nftrace set 1", first.RuleText);
        Assert.Equal("tcp 192.168.49.2:49598 -> 10.109.60.134:80", first.Packet!.ToString());
        Assert.Equal(("Syn", 40049, 60, 64240, null, "eth0"), (first.Packet.TcpFlags, first.Identity!.IpId, first.Identity.Length, first.Identity.Window, first.InInterface, first.OutInterface));
        Assert.Null(steps[1].Packet);
        Assert.Equal((KernelTraceStep.Policy, "accept"), (steps[1].Step, steps[1].Verdict));
        Assert.Equal(("jump", "KUBE-SERVICES", 38ul), (steps[3].Verdict, steps[3].Target, steps[3].RuleHandle));
        Assert.Contains(steps, step => step.Packet?.TcpFlags == "Syn, Ack");
    }

    [Theory]
    [InlineData("without a handle", "rule  counter packets 0 bytes 0 jump KUBE-SERVICES (verdict jump KUBE-SERVICES)", "Rule", "jump", "KUBE-SERVICES", null, "counter packets 0 bytes 0 jump KUBE-SERVICES")]
    [InlineData("a rule that is gone", "unknown rule handle 12 (verdict drop)", "Rule", "drop", null, 12, null)]
    [InlineData("the end of a chain, as older kernels tell it", "verdict continue ", "Return", "continue", null, null, null)]
    [InlineData("a return", "return", "Return", null, null, null, null)]
    [InlineData("a policy with a mark", "policy accept meta mark 0x00004000 ", "Policy", "accept", null, null, null)]
    [InlineData("a comment that looks like a verdict", "rule tcp dport 80 comment \"(verdict drop) # handle 4\" accept # handle 7 (verdict accept)", "Rule", "accept", null, 7, "tcp dport 80 comment \"(verdict drop) # handle 4\" accept")]
    public void Nft_words_a_step_in_several_ways(string what, string text, string kind, string? verdict, string? target, int? handle, string? rule)
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events($"trace id 0000001f inet kube-proxy services {text}"));
        Assert.True(
            (step.Step.ToString(), step.Verdict, step.Target, (int?)step.RuleHandle, step.RuleText) == (kind, verdict, target, handle, rule),
            $"{what}: {step.Step} {step.Verdict} {step.Target} {step.RuleHandle} '{step.RuleText}'");
    }

    [Fact]
    public void Newer_nft_tells_what_connection_tracking_knows()
    {
        KernelTraceEvent step = Assert.Single(TraceFixture.Events(
            "trace id 32a0b1c2 ip t PRE_MANGLE conntrack: ct direction original ct state new ct id 2641368242",
            "trace id 32a0b1c2 ip t PRE_MANGLE packet: iif \"enp0s3\" ip saddr 10.0.0.1 ip daddr 10.0.0.2 ip protocol tcp tcp sport 5 tcp dport 443 tcp flags == (syn | ack)",
            "trace id 32a0b1c2 ip t ct_new_pre rule jump rpfilter (verdict jump rpfilter)"));
        Assert.Equal("ct direction original ct state new ct id 2641368242", step.Conntrack);
        Assert.Equal("Syn, Ack", step.Packet!.TcpFlags);
    }

    [Fact]
    public void Xtables_monitor_gives_the_handle_the_verdict_and_the_rule()
    {
        List<KernelTraceEvent> steps = TraceFixture.Events(TraceFixture.Lines("xtables-monitor.txt"));
        KernelTraceEvent jump = Assert.Single(steps, step => step.Target == "KUBE-SVC-BE5LIK4X2OAKIEFX");
        Assert.Equal((0x71c8e188u, "ip", "nat", "KUBE-SERVICES", 0x54ul, "jump"), (jump.PacketId, jump.Family, jump.Table, jump.Chain, jump.RuleHandle, jump.Verdict));
        Assert.Equal("-A KUBE-SERVICES -d 10.109.60.134/32 -p tcp -m comment --comment \"default/numbers-api cluster IP\" -m tcp --dport 80 -j KUBE-SVC-BE5LIK4X2OAKIEFX", jump.RuleText);
        Assert.Equal("tcp 10.244.120.68:57228 -> 10.109.60.134:80", steps[0].Packet!.ToString());
        Assert.Equal("return", Assert.Single(steps, step => step.RuleText?.EndsWith("-j RETURN", StringComparison.Ordinal) == true).Verdict);
    }
}
