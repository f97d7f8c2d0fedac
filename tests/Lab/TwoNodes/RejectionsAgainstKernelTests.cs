using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>What a program sees of each answer that REJECT knows, over TCP and UDP, from a node on the way and from its own kernel.</summary>
[Collection(CalicoRouted.Name)]
public sealed class RejectionsAgainstKernelTests(CalicoRouted lab)
{
    private const int Port = 8080;

    // A connected UDP socket: its program is told of errors when it waits for an answer.
    private const string AskOverUdp = """
        $SIG{ALRM} = sub { die "timed out\n" };
        alarm 2;
        my $socket = IO::Socket::IP->new(Type => SOCK_DGRAM, PeerHost => $ARGV[0], PeerPort => $ARGV[1]) or die "$@\n";
        defined $socket->send('x') or die "$!\n";
        defined $socket->recv(my $answer, 64) or die "$!\n";
        """;

    public static TheoryData<string> Answers =>
    [
        "icmp-net-unreachable", "icmp-host-unreachable", "icmp-proto-unreachable", "icmp-port-unreachable",
        "icmp-net-prohibited", "icmp-host-prohibited", "icmp-admin-prohibited", "tcp-reset",
        "icmp6-no-route", "icmp6-adm-prohibited", "icmp6-addr-unreachable", "icmp6-port-unreachable", "icmp6-policy-fail", "icmp6-reject-route",
    ];

    [Theory, MemberData(nameof(Answers))]
    public async Task Is_what_NetPath_says(string answer)
    {
        lab.SkipUnlessUp();
        bool version6 = answer.StartsWith("icmp6-", StringComparison.Ordinal);
        (string tool, string near, string far) = version6 ? ("ip6tables-nft", "fd00:10:244:1::11", "fd00:10:244:2::11") : ("iptables-nft", "10.244.1.11", "10.244.2.11");
        string target = $"-j REJECT --reject-with {answer}{(answer == "tcp-reset" ? " -p tcp" : "")}";
        Protocol[] protocols = answer == "tcp-reset" ? [Protocol.Tcp] : [Protocol.Tcp, Protocol.Udp];
        (string Address, Protocol Protocol)[] asked = [.. new[] { near, far }.SelectMany(address => protocols.Select(protocol => (address, protocol)))];
        lab.Forget();
        try
        {
            lab.Run("node1", $"{tool} -I FORWARD -d {near} {target}").OrFail();
            lab.Run("client1", $"{tool} -I OUTPUT -d {far} {target}").OrFail();
            Symptom[] seen = await Task.WhenAll(asked.Select(one => Task.Run(() => Ask(one.Address, one.Protocol))));
            NodeSnapshot snapshot = lab.Snapshot(1);

            Assert.DoesNotContain(Symptom.Unknown, seen);
            Assert.Equal(
                asked.Zip(seen, (one, symptom) => $"{one.Protocol} {one.Address}: {symptom}"),
                asked.Select(one => $"{one.Protocol} {one.Address}: {Foretold(snapshot, one.Address, one.Protocol)}"));
        }
        finally
        {
            lab.Run("node1", $"{tool} -D FORWARD 1");
            lab.Run("client1", $"{tool} -D OUTPUT 1");
            lab.Forget();
        }
    }

    private Symptom Ask(string address, Protocol protocol) => protocol == Protocol.Tcp
        ? lab.Ask("client1", address, Port).Symptom
        : Answer.Read(lab.Inside("client1", "perl", "-MIO::Socket::IP", "-e", AskOverUdp, address, $"{Port}")).Symptom;

    private static string Foretold(NodeSnapshot snapshot, string address, Protocol protocol) =>
        ServiceTracer.For(snapshot).Trace(new TraceRequest { Destination = IpAddress.Parse(address), Port = Port, Protocol = protocol, From = "client-7d9c5b4f6-k2x8w" }).Symptom;
}
