using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab;

/// <summary>Pods on a bridge of a namespace of their own: real connections end as the walk over a snapshot says.</summary>
public sealed class BridgeAgainstKernelTests : IDisposable
{
    private const string Web = "10.88.0.2";
    private const string Service = "10.96.0.50";
    private const string Asks = "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables";
    private const string AsksNot = "echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables";

    private readonly string _prefix = $"np-bridge-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
    private readonly LabNode _lab;
    private System.Diagnostics.Process? _server;

    public BridgeAgainstKernelTests(LabNode lab) => _lab = lab;

    /// <summary>What is set on the node, who asks whom, and what the client sees.</summary>
    public static TheoryData<string, string, string, string, int, string> Cases => new()
    {
        { "pod to pod", Asks, "client", Web, 80, nameof(Symptom.Connected) },
        { "pod to pod past the rules", $"{AsksNot}; iptables-nft -P FORWARD DROP", "client", Web, 80, nameof(Symptom.Connected) },
        { "pod to pod through rules that drop", $"{Asks}; iptables-nft -P FORWARD DROP", "client", Web, 80, nameof(Symptom.TimedOut) },
        { "a rule for what is switched", $"{Asks}; iptables-nft -A FORWARD -m physdev --physdev-is-bridged --physdev-in v-client --physdev-out v-web -j REJECT", "client", Web, 80, nameof(Symptom.ConnectionRefused) },
        { "pod to Service", Asks, "client", Service, 80, nameof(Symptom.Connected) },
        { "pod to Service, the answer is switched past conntrack", AsksNot, "client", Service, 80, nameof(Symptom.TimedOut) },
        { "a pod to itself without hairpin", Asks, "web", Service, 80, nameof(Symptom.TimedOut) },
        { "a pod to itself with hairpin", $"{Asks}; bridge link set dev v-web hairpin on", "web", Service, 80, nameof(Symptom.Connected) },
        { "a pod to itself, routed", AsksNot, "web", Service, 80, nameof(Symptom.Connected) },
        { "isolated ports", $"{Asks}; bridge link set dev v-web isolated on; bridge link set dev v-client isolated on", "client", Web, 80, nameof(Symptom.NoRouteToHost) },
        { "isolated ports and the node", $"{Asks}; bridge link set dev v-web isolated on; bridge link set dev v-client isolated on", "node", Web, 80, nameof(Symptom.Connected) },
        { "a port that is switched off", $"{Asks}; bridge link set dev v-web state 0", "client", Web, 80, nameof(Symptom.NoRouteToHost) },
        { "the Service translated with forwarding off", $"{Asks}; echo 0 > /proc/sys/net/ipv4/ip_forward", "client", Service, 80, nameof(Symptom.TimedOut) },
        { "a forwarding entry that leads elsewhere", $"{Asks}; ip -n PREFIX-client neigh replace {Web} dev eth0 lladdr 02:00:00:00:00:77 nud permanent; bridge fdb replace 02:00:00:00:00:77 dev v-web master static", "client", Web, 80, nameof(Symptom.TimedOut) },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_connection_over_the_bridge_ends_as_the_walk_says(string what, string settings, string from, string address, int port, string symptom)
    {
        _lab.SkipUnlessUp();
        Build();
        Inside("node", settings.Replace("PREFIX", _prefix, StringComparison.Ordinal)).OrFail();

        NodeSnapshot snapshot = Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = $"{_prefix}-node" }, null, TestContext.Current.CancellationToken);
        string sender = from == "node" ? "node" : $"{_prefix}-{from}";
        PacketTrace trace = ServiceTracer.For(snapshot).Trace(new TraceRequest { Destination = IpAddress.Parse(address), Port = port, From = sender }, TestContext.Current.CancellationToken);
        Shell got = Inside(from, $"PATIENCE=4 perl {Path.Combine(Repository.Root, "tests", "Lab", "http-get.pl")} {address} {port}");

        string seen = got.ExitCode == 0 ? nameof(Symptom.Connected)
            : got.Error.Contains("refused", StringComparison.Ordinal) ? nameof(Symptom.ConnectionRefused)
            : got.Error.Contains("No route", StringComparison.Ordinal) ? nameof(Symptom.NoRouteToHost)
            : got.Error.Contains("timed out", StringComparison.Ordinal) ? nameof(Symptom.TimedOut)
            : got.Error;
        Assert.True((symptom, symptom) == (seen, trace.Symptom) && trace.Outcomes.All(outcome => outcome.Assumptions.Length == 0), $"{what}: the kernel says {seen}\n{LabTrace.Describe(trace)}");
        if (seen == nameof(Symptom.Connected))
        {
            Assert.Contains($" sees {trace.Outcomes[0].SourceSeen}:", got.Text, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.Dispose();
        foreach (string space in new[] { "node", "web", "client" })
        {
            Shell.Run("ip", "netns", "del", $"{_prefix}-{space}");
        }
    }

    private Shell Inside(string space, string commands) => Shell.Run("ip", "netns", "exec", $"{_prefix}-{space}", "sh", "-c", commands);

    private void Build()
    {
        foreach (string space in new[] { "node", "web", "client" })
        {
            Shell.Run("ip", "netns", "add", $"{_prefix}-{space}").OrFail();
            Shell.Run("ip", "-n", $"{_prefix}-{space}", "link", "set", "lo", "up").OrFail();
        }

        string pods = string.Join('\n', new[] { ("web", 2), ("client", 3) }.Select(pod => $"""
            ip netns set {_prefix}-{pod.Item1} 10{pod.Item2}
            ip link add v-{pod.Item1} type veth peer name eth0 netns {_prefix}-{pod.Item1}
            ip link set v-{pod.Item1} master cni0 up
            ip -n {_prefix}-{pod.Item1} address add 10.88.0.{pod.Item2}/24 dev eth0
            ip -n {_prefix}-{pod.Item1} link set eth0 up
            ip -n {_prefix}-{pod.Item1} route add default via 10.88.0.1
            """));
        Inside("node", $"""
            set -e
            ip link add cni0 type bridge forward_delay 0
            ip address add 10.88.0.1/24 dev cni0
            ip link set cni0 up
            {pods}
            echo 1 > /proc/sys/net/ipv4/ip_forward
            iptables-nft -t nat -A PREROUTING -d {Service} -p tcp --dport 80 -j DNAT --to-destination {Web}:80
            iptables-nft -t nat -A POSTROUTING -s {Web} -d {Web} -j MASQUERADE
            """).OrFail();
        _server = Shell.Start(["ip", "netns", "exec", $"{_prefix}-web", "perl", Path.Combine(Repository.Root, "tests", "Lab", "http-server.pl"), "80"], new Dictionary<string, string>());
        for (int i = 0; i < 50 && !Inside("web", "ss -Hltn").Text.Contains(":80 ", StringComparison.Ordinal); i++)
        {
            Thread.Sleep(100);
        }
    }
}
