using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Which socket takes a packet that has arrived, and whether it can.</summary>
public class DeliveryTests
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    public static TheoryData<string, string, string, string> Queues { get; } = new()
    {
        { "room", Socket(1, 0), Ss(1, 0, 128), "100 % Delivered" },
        { "as many as may wait", Socket(1, 5), Ss(1, 5, 5), "100 % Delivered" },
        { "one more than may wait", Socket(1, 6), Ss(1, 6, 5), "100 % BacklogFull" },
        { "a full one of two", Socket(1, 6) + Socket(2, 0), Ss(1, 6, 5) + Ss(2, 0, 5), "50 % BacklogFull; 50 % Delivered" },
        { "a full one of four", Socket(1, 6) + Socket(2, 0) + Socket(3, 0) + Socket(4, 0), Ss(1, 6, 5) + Ss(2, 0, 5) + Ss(3, 0, 5) + Ss(4, 0, 5), "25 % BacklogFull; 75 % Delivered" },
        { "all of two full", Socket(1, 6) + Socket(2, 6), Ss(1, 6, 5) + Ss(2, 6, 5), "100 % BacklogFull" },
    };

    [Theory]
    [MemberData(nameof(Queues))]
    public void A_full_accept_queue_loses_its_share_of_connections(string name, string sockets, string ss, string expected)
    {
        PacketTrace trace = CalicoNode.Trace(Node(sockets, ss).Build());

        Assert.True(expected == string.Join("; ", trace.Outcomes.Select(outcome => $"{outcome.Probability * 100} % {outcome.Disposition}").Order()), name);
        Assert.All(trace.Outcomes, outcome => Assert.Equal(outcome.Disposition == "Delivered" ? "Connected" : "TimedOut", outcome.Symptom));
    }

    [Fact]
    public void A_queue_in_which_connections_wait_and_whose_limit_nobody_saw_is_a_condition()
    {
        PathOutcome outcome = CalicoNode.Outcome(Node(Socket(1, 6), null));

        Assert.False(outcome.Passed);
        Assert.Equal("tcp 0.0.0.0:8080 of web has 6 connections that wait to be accepted; how many may wait was not seen, since ss was not collected. Taken not to be full.", Assert.Single(outcome.Assumptions));
    }

    [Fact]
    public void A_full_queue_shows_where_both_numbers_stand()
    {
        PathOutcome outcome = CalicoNode.Outcome(Node(Socket(1, 6), Ss(1, 6, 5)));

        Assert.Equal("the accept queue of tcp 0.0.0.0:8080 in web is full: 6 connections wait to be accepted, and 5 may", outcome.Reason);
        Assert.Equal(["pods/102/sockets/tcp.txt", "pods/102/sockets/ss.txt"], outcome.Hops[^1].Evidence.Select(line => line.File));
    }

    [Fact]
    public void An_open_connection_does_not_need_the_listening_socket()
    {
        NodeSnapshot node = Node("", "").With(
            "host/conntrack/entries.txt",
            "tcp 6 100 ESTABLISHED src=10.244.0.3 dst=10.96.0.50 sport=4000 dport=80 src=10.244.0.2 dst=10.244.0.3 sport=8080 dport=4000 [ASSURED] mark=0 use=1\n").Build();

        PacketTrace trace = ServiceTracer.For(node).Trace(new TraceRequest { Destination = Core.Packets.IpAddress.Parse("10.96.0.50"), Port = 80, SourcePort = 4000, From = "client" }, TestContext.Current.CancellationToken);

        // The client's namespace tracks nothing, so only the host's entry is there, and the server's socket is not known.
        Assert.Equal((nameof(Disposition.NotListening), nameof(EntryEffect.Differs)), (trace.Outcomes[0].Disposition, trace.EntryEffect));
        PathOutcome outcome = Assert.Single(trace.EntryOutcomes);
        Assert.Equal(nameof(Disposition.Delivered), outcome.Disposition);
        Assert.Contains(outcome.Assumptions, text => text.StartsWith("taken to be open still", StringComparison.Ordinal));
    }

    private static NodeBuilder Node(string sockets, string? ss)
    {
        NodeBuilder node = CalicoNode.Healthy().With($"{CalicoNode.Web}/sockets/tcp.txt", Header + sockets);
        return ss is null ? node : node.With($"{CalicoNode.Web}/sockets/ss.txt", ss);
    }

    private static string Socket(int inode, int waiting) =>
        $"   0: 00000000:1F90 00000000:0000 0A 00000000:{waiting:X8} 00:00000000 00000000     0        0 {inode} 1 0000000000000000 100 0 0 10 0\n";

    private static string Ss(int inode, int waiting, int limit) => $"tcp LISTEN {waiting} {limit} 0.0.0.0:8080 0.0.0.0:* ino:{inode} sk:1 cgroup:/ <->\n";
}
