using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Conntrack;

/// <summary>A program that does not accept its connections: its queue fills, and the kernel drops further SYNs.</summary>
public sealed class AcceptQueueTests
{
    private const int Port = 8098;
    private const string Listen = "use Socket; socket(S, PF_INET, SOCK_STREAM, 0); setsockopt(S, SOL_SOCKET, 15, pack('i', 1)); bind(S, sockaddr_in(8098, INADDR_ANY)); listen(S, 0) or die; $| = 1; print qq(ready\\n); sleep 60";
    private const string Connect = "use Socket; socket(S, PF_INET, SOCK_STREAM, 0); connect(S, sockaddr_in(8098, inet_aton('10.244.120.67'))) or die; $| = 1; print qq(connected\\n); sleep 60";

    private readonly LabNode _lab;

    public AcceptQueueTests(LabNode lab) => _lab = lab;

    [Fact]
    public void While_there_is_room_the_client_is_connected_and_then_it_times_out()
    {
        _lab.SkipUnlessUp();
        using Conversation server = Conversation.Code("numbers", Listen);
        Assert.Equal("ready", server.Line());

        PacketTrace before = LabTrace.From("client", "10.244.120.67", Port);
        using Conversation waiting = Conversation.Code("client", Connect);
        Assert.Equal("connected", waiting.Line());
        PacketTrace full = LabTrace.From("client", "10.244.120.67", Port);
        Shell refused = LabNode.Get("client", "10.244.120.67", Port);

        Assert.True(before.Passed, LabTrace.Describe(before));
        Assert.Equal((nameof(Disposition.BacklogFull), nameof(Symptom.TimedOut)), (full.Disposition, full.Symptom));
        Assert.Equal("the accept queue of tcp 0.0.0.0:8098 in numbers-api-5d8f4c6d9b-x2x7k is full: 1 connections wait to be accepted, and 0 may", full.Outcomes[0].Reason);
        Assert.Equal(["sockets/tcp.txt", "sockets/ss.txt"], full.Outcomes[0].Hops[^1].Evidence.Select(line => string.Join('/', line.File.Split('/')[^2..])));
        Assert.Equal("timed out\n", refused.Error);
    }

    [Fact]
    public void Overflows_are_counted_in_the_pods_namespace()
    {
        _lab.SkipUnlessUp();
        long before = Overflows();
        using Conversation server = Conversation.Code("numbers", Listen);
        Assert.Equal("ready", server.Line());
        using Conversation waiting = Conversation.Code("client", Connect);
        Assert.Equal("connected", waiting.Line());
        _ = LabNode.Get("client", "10.244.120.67", Port);

        Assert.True(Overflows() > before);
    }

    [Fact]
    public void Of_sockets_that_share_a_port_only_the_share_of_the_full_one_is_lost()
    {
        _lab.SkipUnlessUp();
        using Conversation one = Conversation.Code("numbers", Listen);
        using Conversation other = Conversation.Code("numbers", Listen);
        Assert.Equal(["ready", "ready"], new[] { one.Line(), other.Line() });
        using Conversation waiting = Conversation.Code("client", Connect);
        Assert.Equal("connected", waiting.Line());

        PacketTrace trace = LabTrace.From("client", "10.244.120.67", Port);

        Assert.Equal(
            [(0.5, nameof(Disposition.Delivered)), (0.5, nameof(Disposition.BacklogFull))],
            trace.Outcomes.Select(outcome => (outcome.Probability, outcome.Disposition)).OrderByDescending(outcome => outcome.Disposition));
    }

    private static long Overflows()
    {
        NodeSnapshot snapshot = LabTrace.Snapshot();
        return snapshot.FindNamespace(LabNode.Space("numbers"))!.SocketCounters.ListenOverflows ?? -1;
    }
}
