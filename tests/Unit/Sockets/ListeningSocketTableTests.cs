using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using NetPath.Unit.Snapshots;
using Xunit;

namespace NetPath.Unit.Sockets;

/// <summary>The lines are what Linux 6.18 printed for sockets made for the purpose.</summary>
public sealed class ListeningSocketTableTests
{
    private const string Tcp =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000:2382 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 17685 1 00000000f541fdc7 100 0 0 10 0
           1: 0100007F:1F98 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17700 1 00000000f541fdc8 100 0 0 10 0
           2: 437AF40A:1F99 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17701 1 00000000f541fdc9 100 0 0 10 0
           3: 00000000:1F99 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17702 1 00000000f541fdca 100 0 0 10 0
           4: 0100007F:1F9A 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 17703 1 00000000f541fdcb 100 0 0 10 0

        """;

    private const string Tcp6 =
        """
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17682 1 00000000df789c02 100 0 0 10 0
           1: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17683 1 000000007c203ac7 100 0 0 10 0
           2: 0000000000000000FFFF00000200007F:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17686 1 0000000001f8eba4 100 0 0 10 0
           3: 00000000000000000000000000000000:1F93 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17687 1 0000000001f8eba5 100 0 0 10 0
           4: B80D01200000000000000000EFBEADDE:1F94 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17688 1 0000000001f8eba6 100 0 0 10 0

        """;

    private const string Udp =
        """
           sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
        10809: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 17684 2 0000000047d8ac52 0
        10810: 0100007F:0036 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 17694 2 0000000047d8ac53 0

        """;

    private const string Ss =
        """
        udp UNCONN 0      0               127.0.0.1:53   0.0.0.0:* ino:17684 sk:1 cgroup:/ <->
        tcp LISTEN 3      5              0.0.0.0%lo:9090 0.0.0.0:* uid:1000 ino:17685 sk:2 cgroup:/ <->
        tcp LISTEN 0      7                       *:8080       *:* ino:17682 sk:3 cgroup:/ v6only:0 <->
        tcp LISTEN 0      7                   [::1]:8081    [::]:* ino:17683 sk:4 cgroup:/ v6only:1 <->
        tcp LISTEN 0      9      [::ffff:127.0.0.2]:8082       *:* ino:17686 sk:5 cgroup:/ v6only:0 <->
        tcp LISTEN 0      9                    [::]:8083    [::]:* ino:17687 sk:6 cgroup:/ v6only:1 <->

        """;

    private static readonly ListeningSocketTable WithSs = Node().With("host/sockets/ss.txt", Ss).Read().Host.Sockets;

    private static readonly ListeningSocketTable WithoutSs = Node().Read().Host.Sockets;

    [Fact]
    public void Only_sockets_that_take_new_connections_are_listed() => Assert.Equal(
        ["tcp 0.0.0.0%lo:9090", "tcp 127.0.0.1:8088", "tcp 10.244.122.67:8089", "tcp 0.0.0.0:8089", "tcp [::]:8080", "tcp [::1]:8081", "tcp [::ffff:127.0.0.2]:8082", "tcp [::]:8083", "tcp [2001:db8::dead:beef]:8084", "udp 127.0.0.1:53"],
        WithSs.Sockets.Select(socket => socket.ToString()));

    [Fact]
    public void A_socket_has_its_owner_and_queue_and_what_ss_adds()
    {
        ListeningSocket socket = WithSs.Sockets[0];

        Assert.Equal((17685, 1000, 3), (socket.Inode, socket.UserId, socket.BacklogLength));
        Assert.Equal((5, "lo", true), (socket.BacklogLimit, socket.Interface, socket.HasDetails));
        Assert.Null(socket.IPv6Only);
        Assert.Equal("host/sockets/tcp.txt", socket.Evidence.File);
        Assert.Equal(2, socket.Evidence.Line);
        Assert.Null(WithSs.Sockets[^1].BacklogLimit);
    }

    [Fact]
    public void Without_ss_what_only_it_tells_is_unknown()
    {
        ListeningSocket socket = WithoutSs.Sockets[0];

        Assert.Null(socket.BacklogLimit);
        Assert.Null(socket.Interface);
        Assert.False(socket.HasDetails);
        Assert.All(WithoutSs.Sockets, other => Assert.Null(other.IPv6Only));
    }

    public static TheoryData<string, Protocol, string, int, string?, string> Lookups { get; } = new()
    {
        { "the exact address before any", Protocol.Tcp, "10.244.122.67", 8089, null, "tcp 10.244.122.67:8089" },
        { "any address when none is exact", Protocol.Tcp, "10.0.0.9", 8089, null, "tcp 0.0.0.0:8089" },
        { "an IPv4 socket takes no IPv6", Protocol.Tcp, "2001:db8::1", 8089, null, "NotListening" },
        { "loopback only", Protocol.Tcp, "10.244.122.67", 8088, null, "NotListening" },
        { "IPv4 to an IPv6 socket", Protocol.Tcp, "10.244.122.67", 8080, null, "tcp [::]:8080" },
        { "IPv4 to an IPv6 socket that refuses it", Protocol.Tcp, "10.244.122.67", 8083, null, "NotListening" },
        { "IPv6 to that socket", Protocol.Tcp, "2001:db8::1", 8083, null, "tcp [::]:8083" },
        { "IPv4 to a socket on a mapped address", Protocol.Tcp, "127.0.0.2", 8082, null, "tcp [::ffff:127.0.0.2]:8082" },
        { "another IPv4 address there", Protocol.Tcp, "127.0.0.1", 8082, null, "NotListening" },
        { "IPv6 words in the kernel's order", Protocol.Tcp, "2001:db8::dead:beef", 8084, null, "tcp [2001:db8::dead:beef]:8084" },
        { "a socket of that interface", Protocol.Tcp, "127.0.0.1", 9090, "lo", "tcp 0.0.0.0%lo:9090" },
        { "a socket of another interface", Protocol.Tcp, "10.0.0.1", 9090, "eth0", "NotListening" },
        { "UDP", Protocol.Udp, "127.0.0.1", 53, null, "udp 127.0.0.1:53" },
        { "a connected UDP socket serves nobody else", Protocol.Udp, "127.0.0.1", 54, null, "NotListening" },
        { "a TCP port asked for UDP", Protocol.Udp, "127.0.0.1", 8080, null, "NotListening" },
        { "a protocol that is not collected", Protocol.Sctp, "127.0.0.1", 8080, null, "Unknown" },
    };

    [Theory]
    [MemberData(nameof(Lookups))]
    public void The_kernels_choice_among_sockets_is_found(string what, Protocol protocol, string address, int port, string? arrivesOn, string expected)
    {
        Assert.NotEmpty(what);
        SocketLookup lookup = WithSs.Find(protocol, IpAddress.Parse(address), port, arrivesOn);

        Assert.Equal(expected, lookup.Socket?.ToString() ?? lookup.Verdict.ToString());
        Assert.Equal(lookup.Socket is not null, lookup.Verdict == SocketVerdict.Listening);
    }

    [Fact]
    public void Sockets_on_that_port_that_do_not_take_the_packet_are_named() => Assert.Equal(
        ["tcp 127.0.0.1:8088"],
        WithSs.Find(Protocol.Tcp, IpAddress.Parse("10.244.122.67"), 8088).SamePort.Select(socket => socket.ToString()));

    [Fact]
    public void That_an_IPv6_socket_takes_IPv4_is_said_to_be_the_default_when_ss_is_missing()
    {
        SocketLookup lookup = WithoutSs.Find(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), 8083);

        Assert.Equal(SocketVerdict.Listening, lookup.Verdict);
        Assert.Equal(["tcp [::]:8083 is an IPv6 socket. That it takes IPv4 too is Linux's default and was not seen: ss was not collected."], lookup.Notes);
    }

    [Fact]
    public void Where_a_list_is_missing_nobody_listens_cannot_be_said()
    {
        ListeningSocketTable table = new TestSnapshot().With("host/sockets/tcp.txt", Tcp).Listed("host/sockets/tcp6.txt", 1, "cannot be read").Read().Host.Sockets;

        SocketLookup lookup = table.Find(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), 1);

        Assert.Equal(SocketVerdict.Unknown, lookup.Verdict);
        Assert.Equal(["The snapshot does not hold 'host/sockets/tcp6.txt': 'print tcp6.txt' ended with exit code 1: cannot be read"], lookup.Notes);
        Assert.Equal(SocketVerdict.Listening, table.Find(Protocol.Tcp, IpAddress.Parse("127.0.0.1"), 8088).Verdict);
        Assert.Equal(3, table.Problems.Count);
    }

    [Fact]
    public void A_kernel_without_IPv6_has_no_such_sockets_and_nothing_is_unknown()
    {
        ListeningSocketTable table = new TestSnapshot()
            .With("host/sockets/tcp.txt", Tcp)
            .With("host/sockets/udp.txt", Udp)
            .Listed("host/sockets/tcp6.txt", 1, "cannot be read")
            .Listed("host/sockets/udp6.txt", 1, "cannot be read")
            .With("host/sysctl.txt", "net/ipv4/ip_forward = 1\n")
            .Read()
            .Host
            .Sockets;

        Assert.Empty(table.Problems);
        Assert.Equal(SocketVerdict.NotListening, table.Find(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), 1).Verdict);
    }

    [Fact]
    public void Without_any_list_the_section_is_missing() =>
        Assert.Equal("host/sockets/tcp.txt", Assert.Throws<SectionNotCollectedException>(() => new TestSnapshot().Read().Host.Sockets).Path);

    [Theory]
    [InlineData("   0: 0100007F:1F98 00000000:0000 0A\n", "host/sockets/tcp.txt, line 1: a socket's line has at least 10 columns: 0: 0100007F:1F98 00000000:0000 0A")]
    [InlineData("\n 0: 01007F:1F98 0:0 0A 0:0 0:0 0 0 0 1\n", "host/sockets/tcp.txt, line 2: not a socket as the kernel prints it: 0: 01007F:1F98 0:0 0A 0:0 0:0 0 0 0 1")]
    public void A_line_that_makes_no_sense_says_where(string text, string message) => Assert.Equal(
        message,
        Assert.Throws<SnapshotParseException>(() => new TestSnapshot().With("host/sockets/tcp.txt", text).Read().Host.Sockets).Message);

    private static TestSnapshot Node() => new TestSnapshot()
        .With("host/sockets/tcp.txt", Tcp)
        .With("host/sockets/tcp6.txt", Tcp6)
        .With("host/sockets/udp.txt", Udp)
        .With("host/sockets/udp6.txt", "  sl  local_address\n");
}
