using System.Net;
using System.Net.Sockets;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Linux.KernelTracing;
using Xunit;

namespace NetPath.Lab.KernelTracing;

/// <summary>The kernel's own events of a real connection, in both backends, and what reading them leaves behind: nothing.</summary>
public sealed class KernelTraceReaderTests
{
    private const string Rules = """
        IPTABLES -t nat -N KUBE-SERVICES
        IPTABLES -t nat -N KUBE-SVC-A
        IPTABLES -t nat -N KUBE-SEP-A
        IPTABLES -t nat -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
        IPTABLES -t nat -A KUBE-SERVICES -d HOST9 -p tcp --dport 443 -j RETURN
        IPTABLES -t nat -A KUBE-SERVICES -d HOST9 -p PROTO --dport 80 -j KUBE-SVC-A
        IPTABLES -t nat -A KUBE-SVC-A -j KUBE-SEP-A
        IPTABLES -t nat -A KUBE-SEP-A -p PROTO -j DNAT --to-destination TARGET
        IPTABLES -t mangle -A POSTROUTING -p PROTO -j MARK --set-mark 0x4000
        IPTABLES -A INPUT -p PROTO --dport 8080 -j ACCEPT
        """;

    private readonly LabNode _lab;

    public KernelTraceReaderTests(LabNode lab) => _lab = lab;

    public static TheoryData<string, string, string> Kinds => new()
    {
        { "legacy", "ip", "tcp" },
        { "legacy", "ip", "udp" },
        { "legacy", "ip6", "tcp" },
        { "nft", "ip", "tcp" },
        { "nft", "ip6", "udp" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void The_rules_that_a_connection_hits_are_reported_in_order(string backend, string family, string protocol)
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        bool ipv6 = family == "ip6";
        LoadRules(space, backend, ipv6, protocol);

        KernelTraceEvent[] events = Trace(space, ipv6, protocol, out long lost);

        Assert.Equal(0, lost);
        Assert.Equal(
            ["nat OUTPUT", "nat KUBE-SERVICES", "nat KUBE-SVC-A", "nat KUBE-SEP-A", "mangle POSTROUTING", "filter INPUT"],
            events.Where(one => one.Step == KernelTraceStep.Rule).Select(one => $"{one.Table} {one.Chain}"));
        KernelTraceEvent second = events.First(one => one.Chain == "KUBE-SERVICES");
        KernelTraceEvent last = events.Last(one => one.Step == KernelTraceStep.Rule);
        Assert.All(events, one => Assert.Equal(family, one.Family));
        Assert.Equal("lo", last.InInterface);
        Assert.Null(last.OutInterface);
        Assert.Equal((ipv6 ? "fd00::8" : "127.0.0.8", 8080), (last.Packet!.Destination, last.Packet.DestinationPort));
        Assert.Equal(protocol == "tcp" ? "Syn" : "None", last.Packet.TcpFlags);
        if (backend == "legacy")
        {
            Assert.Equal((2, RulesetBackend.Legacy), (second.RuleNumber, second.Backend));
            Assert.StartsWith("TRACE: nat:KUBE-SERVICES:rule:2 IN= OUT=lo SRC=", second.Text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(("jump", "KUBE-SVC-A", RulesetBackend.NfTables), (second.Verdict, second.Target, second.Backend));
            Assert.Contains($"handle {second.RuleHandle} ", NftLine(space, family, second), StringComparison.Ordinal);
            Assert.Equal(second.PacketId, events[0].PacketId);
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        LoadRules(space, "legacy", ipv6: false, "tcp");
        string before = State(space);

        _ = Trace(space, ipv6: false, "tcp", out _);

        Assert.Equal(before, State(space));
    }

    [Fact]
    public void While_it_reads_the_rule_and_the_setting_are_there()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        LoadRules(space, "legacy", ipv6: false, "tcp");
        TraceFlow flow = new() { Family = IpFamily.IPv4, Protocol = Protocol.Tcp, Destination = IpAddress.Parse("127.0.0.9"), DestinationPort = 80 };

        using KernelTraceReader reader = KernelTraceReader.Open(space.Handle, new KernelTraceOptions { Flows = [flow] });

        string state = State(space);
        Assert.Contains("nfnetlink_log", state, StringComparison.Ordinal);
        Assert.Matches("meta time < \".*\" ip daddr 127.0.0.9 tcp dport 80 meta nftrace set 1", state);
    }

    [Fact]
    public void A_table_that_a_killed_process_left_is_removed_and_that_of_a_living_one_is_not()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        space.Run($"nft add table ip netpath_trace_999999999_1_1; nft add table ip6 netpath_trace_{Environment.ProcessId}_1_1; nft add table ip other").OrFail();
        using KernelTraceReader other = KernelTraceReader.Open(space.Handle, new KernelTraceOptions { Flows = [new TraceFlow { Family = IpFamily.IPv4 }] });
        using KernelTraceReader reader = KernelTraceReader.Open(space.Handle, new KernelTraceOptions());

        Assert.Equal(["netpath_trace_999999999_1_1", $"netpath_trace_{Environment.ProcessId}_1_1"], other.RemovedTables);
        Assert.Empty(reader.RemovedTables);
        Assert.Contains("other", State(space), StringComparison.Ordinal);
        Assert.Contains("meta nftrace set 1", State(space), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_buffer_is_counted_as_lost_events()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        LoadRules(space, "nft", ipv6: false, "udp");
        KernelTraceOptions options = new() { Flows = [new TraceFlow { Family = IpFamily.IPv4 }], BufferBytes = 4096 };
        using KernelTraceReader reader = KernelTraceReader.Open(space.Handle, options);

        space.Handle.Run(() =>
        {
            using Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (int i = 0; i < 100; i++)
            {
                sender.SendTo([1], new IPEndPoint(IPAddress.Parse("127.0.0.1"), 9));
            }
        });

        Assert.NotEmpty(reader.Drain());
        Assert.True(reader.LostEvents > 0);
    }

    private static KernelTraceEvent[] Trace(PrivateNamespace space, bool ipv6, string protocol, out long lost)
    {
        IpAddress destination = IpAddress.Parse(ipv6 ? "fd00::9" : "127.0.0.9");
        TraceFlow original = new() { Family = destination.Family, Protocol = protocol == "tcp" ? Protocol.Tcp : Protocol.Udp, Destination = destination, DestinationPort = 80 };
        using KernelTraceReader reader = KernelTraceReader.Open(space.Handle, new KernelTraceOptions { Flows = [original] });
        space.Handle.Run(() => Connect(destination.ToIPAddress(), protocol == "tcp"));
        KernelTraceEvent[] events = [.. reader.Drain()];
        lost = reader.LostEvents;
        return events;
    }

    private static void Connect(IPAddress address, bool tcp)
    {
        using Socket socket = new(address.AddressFamily, tcp ? SocketType.Stream : SocketType.Dgram, tcp ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            socket.Connect(address, 80);
            socket.Send(Array.Empty<byte>());
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Nobody listens: the packet came all the way.
        }
    }

    private static void LoadRules(PrivateNamespace space, string backend, bool ipv6, string protocol)
    {
        string rules = Rules
            .Replace("IPTABLES", $"{(ipv6 ? "ip6tables" : "iptables")}-{backend}", StringComparison.Ordinal)
            .Replace("PROTO", protocol, StringComparison.Ordinal)
            .Replace("HOST9", ipv6 ? "fd00::9" : "127.0.0.9", StringComparison.Ordinal)
            .Replace("TARGET", ipv6 ? "[fd00::8]:8080" : "127.0.0.8:8080", StringComparison.Ordinal);
        space.Run($"ip address add fd00::8/128 dev lo nodad; ip address add fd00::9/128 dev lo nodad\n{rules}").OrFail();
    }

    private static string NftLine(PrivateNamespace space, string family, KernelTraceEvent one) =>
        space.Run($"nft -a list chain {family} {one.Table} {one.Chain} | grep 'jump {one.Target}'").OrFail().Text.Trim() + " ";

    private static string State(PrivateNamespace space) =>
        space.Run("nft list ruleset; cat /proc/sys/net/netfilter/nf_log/2 /proc/sys/net/netfilter/nf_log/10").OrFail().Text;
}
