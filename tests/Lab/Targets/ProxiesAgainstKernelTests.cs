using System.Diagnostics;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Targets;

/// <summary>TPROXY and SYNPROXY: what a client meets is one of the ways that the trace shows.</summary>
public sealed class ProxiesAgainstKernelTests
{
    private const string Proxied = "203.0.113.9";

    // Listens on port 8080, with the option IP_TRANSPARENT (19) of the level SOL_IP (0) when asked.
    private const string Listener = """
        use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!; setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1); setsockopt($s, 0, 19, pack("i", $ARGV[0])) or die $!;
        bind($s, sockaddr_in(8080, INADDR_ANY)) or die $!; listen($s, 5) or die $!; $| = 1; print "ready\n"; while (accept(my $c, $s)) { syswrite($c, "proxy\n"); close($c); }
        """;

    private const string Connect = "perl -MIO::Socket::INET -e 'my $s=IO::Socket::INET->new(PeerAddr=>$ARGV[0],PeerPort=>80,Timeout=>1.5) or die; print $s->getline // \"\"'";

    public static TheoryData<RulesetBackend> Backends => [RulesetBackend.Legacy, RulesetBackend.NfTables];

    [Theory, MemberData(nameof(Backends))]
    public void TPROXY_gives_the_connection_to_a_transparent_socket_and_drops_it_otherwise(RulesetBackend backend)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        using RouterNetwork network = new();
        RouterNetwork.Inside(network.Router, "ip rule add fwmark 1 table 100; ip route add local default dev lo table 100").OrFail();
        network.Load(backend, $"mangle -A PREROUTING -p tcp -d {Proxied} -j TPROXY --on-port 8080 --tproxy-mark 1");

        (string none, PacketTrace withoutListener) = Ask(network);
        (string plain, PacketTrace withListener) = Listening(network, transparent: 0);
        (string transparent, _) = Listening(network, transparent: 1);

        Assert.Equal(("", "", "proxy\n"), (none, plain, transparent));
        PathOutcome dropped = Assert.Single(withoutListener.Outcomes);
        Assert.Equal((nameof(Disposition.Dropped), 0), (dropped.Disposition, dropped.Assumptions.Length));
        Assert.Equal(
            [(nameof(Disposition.Delivered), nameof(Symptom.Connected), 1), (nameof(Disposition.Dropped), nameof(Symptom.TimedOut), 1)],
            withListener.Outcomes.Select(outcome => (outcome.Disposition, outcome.Symptom, outcome.Assumptions.Length)).Order());
    }

    [Theory, MemberData(nameof(Backends))]
    public void A_packet_that_TPROXY_has_taken_is_not_forwarded(RulesetBackend backend)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        using RouterNetwork network = new();
        RouterNetwork.Inside(network.Router, $"ip route add {Proxied} via 10.2.0.2 dev rs").OrFail();
        network.Load(backend, $"mangle -A PREROUTING -p tcp -d {Proxied} -j TPROXY --on-port 8080 --tproxy-mark 1\nfilter -A FORWARD -p tcp -d {Proxied}");

        (string answer, PacketTrace trace) = Listening(network, transparent: 1);
        string counted = RouterNetwork.Inside(network.Router, $"{RouterNetwork.Tool(backend)}-save -c").OrFail().Text;

        Assert.Equal("", answer);
        Assert.Contains("[0:0] -A FORWARD", counted, StringComparison.Ordinal);
        Assert.All(trace.Outcomes, outcome => Assert.Equal(nameof(Disposition.Dropped), outcome.Disposition));
    }

    [Theory, MemberData(nameof(Backends))]
    public void SYNPROXY_answers_for_a_server_that_does_not_exist(RulesetBackend backend)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        using RouterNetwork network = new();
        network.Load(backend, "raw -A PREROUTING -p tcp --syn -j CT --notrack\nfilter -A FORWARD -p tcp -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1460\nfilter -A FORWARD -m conntrack --ctstate INVALID -j DROP");

        Shell connected = RouterNetwork.Inside(network.Client, "perl -MIO::Socket::INET -e 'IO::Socket::INET->new(PeerAddr=>\"10.2.1.5\",PeerPort=>80,Timeout=>1.5) or exit 1'");
        PathOutcome outcome = Assert.Single(network.Trace("10.1.0.2", "10.2.1.5", 80, 40000, Protocol.Tcp).Outcomes);

        Assert.Equal(0, connected.ExitCode);
        Assert.Equal(nameof(Disposition.Inconclusive), outcome.Disposition);
        Assert.Contains("SYNPROXY answers in the server's place", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(17, false)]
    public void The_kernel_refuses_nftables_chains_that_call_each_other_deeper_than_a_dump_is_believed(int depth, bool taken)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        using RouterNetwork network = new();
        string chains = string.Concat(Enumerable.Range(1, depth).Select(i => $"filter -N C{i}\n"));
        string jumps = string.Concat(Enumerable.Range(1, depth - 1).Select(i => $"filter -A C{i} -j C{i + 1}\n"));
        string rules = $"{chains}filter -A FORWARD -j C1\n{jumps}filter -A C{depth} -j DROP";

        Assert.Equal(!taken, Record.Exception(() => network.Load(RulesetBackend.NfTables, rules)) is not null);
        Assert.Null(Record.Exception(() => network.Load(RulesetBackend.Legacy, rules)));
    }

    private static (string Answer, PacketTrace Trace) Ask(RouterNetwork network) =>
        (RouterNetwork.Inside(network.Client, $"{Connect} {Proxied}").Text, network.Trace("10.1.0.2", Proxied, 80, 40000, Protocol.Tcp));

    private static (string Answer, PacketTrace Trace) Listening(RouterNetwork network, int transparent)
    {
        using Process listener = Shell.Start(["ip", "netns", "exec", network.Router, "perl", "-e", Listener, $"{transparent}"], new Dictionary<string, string>());
        try
        {
            Assert.Equal("ready", listener.StandardOutput.ReadLine());
            return Ask(network);
        }
        finally
        {
            listener.Kill(entireProcessTree: true);
            listener.WaitForExit();
        }
    }
}
