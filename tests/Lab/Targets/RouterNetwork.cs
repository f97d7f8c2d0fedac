using System.Text.RegularExpressions;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Lab.Routing;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab.Targets;

/// <summary>
/// A client 10.1.0.2 and a server 10.2.0.2 with a router between them, 10.1.0.1 on rc and 10.2.0.1 on rs; a second link rx with 10.3.0.1 leads nowhere. The router
/// holds neighbours that do not exist at 10.2.1.0 to 10.2.1.9, so that packets for them leave.
/// </summary>
internal sealed class RouterNetwork : IDisposable
{
    private static readonly string Prefix = $"np-tgt-{Environment.ProcessId}";
    private static int _count;
    private readonly string _name = $"{Prefix}-{Interlocked.Increment(ref _count)}";
    private int _port = 30000;

    public RouterNetwork()
    {
        try
        {
            SetUp();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Router => $"{_name}-r";

    public string Client => $"{_name}-c";

    private string Server => $"{_name}-s";

    /// <summary>Why it cannot be made here; null when it can.</summary>
    public static string? Obstacle => RoutingNamespace.Obstacle ?? new[] { "iptables-nft-restore", "iptables-legacy-restore", "conntrack", "perl" }
        .Where(tool => !Shell.Exists(tool))
        .Select(tool => $"needs {tool}")
        .FirstOrDefault();

    public static Shell Inside(string space, string commands) => Shell.Run("ip", "netns", "exec", space, "sh", "-c", commands);

    public static string Tool(RulesetBackend backend) => backend == RulesetBackend.Legacy ? "iptables-legacy" : "iptables-nft";

    /// <summary>
    /// Gives the router rules; each line begins with its table, such as <c>nat -A PREROUTING -j ACCEPT</c>. The kernel tracks connections only where a rule asks for
    /// it, so one more does.
    /// </summary>
    public void Load(RulesetBackend backend, string rules)
    {
        string[] lines = rules.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Inside(Router, $"set -e\n{string.Concat(lines.Append("mangle -A POSTROUTING -m conntrack --ctstate INVALID").Select(line => $"{Tool(backend)} -w -t {line}\n"))}").OrFail();
    }

    /// <summary>Takes all rules out again; the tables stay.</summary>
    public void Clear(RulesetBackend backend) => Inside(
        Router,
        $"for t in raw mangle nat filter security; do {Tool(backend)} -w -t $t -F; {Tool(backend)} -w -t $t -X; done; conntrack -F").OrFail();

    /// <summary>Sends a datagram; gives its source port.</summary>
    /// <param name="space">The sender's namespace.</param>
    /// <param name="to">The address.</param>
    /// <param name="port">The port.</param>
    public int Send(string space, string to, int port)
    {
        int source = ++_port;
        Inside(space, $"perl -MIO::Socket::INET -e 'my $s=IO::Socket::INET->new(Proto=>\"udp\",PeerAddr=>\"{to}\",PeerPort=>{port},LocalPort=>{source}) or die $!; $s->send(\"x\")'");
        return source;
    }

    /// <summary>The connection that the router's kernel keeps for a source port, in the words of a <see cref="ConntrackTuple"/>; null when it keeps none.</summary>
    public string? Connection(int source)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            Match entry = Regex.Match(
                Inside(Router, $"conntrack -L -p udp --orig-port-src {source} 2>/dev/null").Text,
                @"src=(\S+) dst=(\S+) sport=(\d+) dport=(\d+).*?src=(\S+) dst=(\S+) sport=(\d+) dport=(\d+)");
            if (entry.Success)
            {
                string[] part = [.. entry.Groups.Values.Select(group => group.Value)];
                return $"udp {part[1]}:{part[3]} -> {part[2]}:{part[4]} | udp {part[5]}:{part[7]} -> {part[6]}:{part[8]}";
            }

            Thread.Sleep(50);
        }

        return null;
    }

    /// <summary>What NetPath says of a packet, on a snapshot that is taken now.</summary>
    public PacketTrace Trace(string? from, string to, int port, int source, Protocol protocol = Protocol.Udp)
    {
        NodeSnapshot snapshot = Collector.Collect(
            Repository.Collector,
            new CollectorOptions { NetworkNamespace = Router, Sections = ["netfilter", "routing", "links", "sysctl", "sockets"] },
            null,
            TestContext.Current.CancellationToken);
        TraceRequest request = new() { Destination = IpAddress.Parse(to), Port = port, SourcePort = source, From = from, Protocol = protocol };
        return ServiceTracer.For(snapshot).Trace(request, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        foreach (string space in new[] { Client, Router, Server })
        {
            Shell.Run("ip", "netns", "del", space);
        }
    }

    private void SetUp()
    {
        string neighbours = string.Concat(Enumerable.Range(0, 10).Select(i => $"ip -n {Router} neigh add 10.2.1.{i} lladdr 02:00:00:00:00:09 dev rs\n"));
        Shell.Run("sh", "-ec", $"""
            for n in {Client} {Router} {Server}; do ip netns add $n; ip -n $n link set lo up; done
            ip link add name cr netns {Client} type veth peer name rc netns {Router}
            ip link add name sr netns {Server} type veth peer name rs netns {Router}
            ip link add name xs netns {Server} type veth peer name rx netns {Router}
            ip -n {Client} address add 10.1.0.2/24 dev cr
            ip -n {Router} address add 10.1.0.1/24 dev rc
            ip -n {Router} address add 10.2.0.1/16 dev rs
            ip -n {Router} address add 10.3.0.1/24 dev rx
            ip -n {Server} address add 10.2.0.2/16 dev sr
            ip -n {Client} link set cr up; ip -n {Router} link set rc up; ip -n {Router} link set rs up; ip -n {Router} link set rx up; ip -n {Server} link set sr up; ip -n {Server} link set xs up
            ip -n {Client} route add default via 10.1.0.1
            ip -n {Server} route add default via 10.2.0.1
            ip -n {Router} neigh add 10.3.0.9 lladdr 02:00:00:00:00:09 dev rx
            ip netns exec {Router} sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.rc.rp_filter=0 net.ipv4.conf.rs.rp_filter=0
            {neighbours}
            """).OrFail();
    }
}
