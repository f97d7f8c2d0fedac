using NetPath.Core.Snapshots;
using NetPath.Core.Snapshots.Comparison;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Snapshots.Comparison;

/// <summary>A healthy node, and the same node after one thing was done to it.</summary>
public sealed class SnapshotComparisonTests
{
    private const string SecondEndpoint = """
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.4:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-AAAAAAAAAAAAAAA2
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.2:8080" -j KUBE-SEP-AAAAAAAAAAAAAAA1
        """;

    private const string SecondEndpointChain = """
        -A KUBE-SEP-AAAAAAAAAAAAAAA2 -p tcp -m tcp -j DNAT --to-destination 10.244.0.4:8080
        """;

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["nothing"] = new(
            node => node, []),
        ["counters that went up"] = new(
            node => node.Change(CalicoNode.Rules, ":FORWARD ACCEPT [0:0]", ":FORWARD ACCEPT [12:3400]").Change(CalicoNode.Rules, "-A FORWARD -m comment", "[7:420] -A FORWARD -m comment"), []),
        ["a changed policy"] = new(
            node => node.Change(CalicoNode.Rules, ":FORWARD ACCEPT", ":FORWARD DROP"),
            ["Changed Chain filter FORWARD (node1): policy ACCEPT -> policy DROP"]),
        ["a rule in front of the others, which are no others for it"] = new(
            node => node.Change(CalicoNode.Rules, "-A KUBE-FORWARD -m conntrack --ctstate INVALID", "-A KUBE-FORWARD -s 10.9.9.9/32 -j DROP\n-A KUBE-FORWARD -m conntrack --ctstate INVALID"),
            ["Added Rule filter KUBE-FORWARD (node1): - -> #1 -s 10.9.9.9/32 -j DROP"]),
        ["a rule less"] = new(
            node => node.Change(CalicoNode.Rules, "-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP\n", ""),
            ["Removed Rule filter KUBE-FORWARD (node1): #1 -m conntrack --ctstate INVALID -j DROP -> -"]),
        ["a rule that moved to the front"] = new(
            node => node
                .Change(CalicoNode.Rules, "-A KUBE-FORWARD -m comment --comment \"kubernetes forwarding conntrack rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n", "")
                .Change(CalicoNode.Rules, "-A KUBE-FORWARD -m conntrack --ctstate INVALID", "-A KUBE-FORWARD -m comment --comment \"kubernetes forwarding conntrack rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A KUBE-FORWARD -m conntrack --ctstate INVALID"),
            ["Moved Rule filter KUBE-FORWARD (node1): #3 -m comment --comment \"kubernetes forwarding conntrack rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT -> #1 -m comment --comment \"kubernetes forwarding conntrack rule\" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"]),
        ["a rule that asks for something else"] = new(
            node => node.Change(CalicoNode.Rules, "--ctstate INVALID -j DROP", "--ctstate INVALID,UNTRACKED -j DROP"),
            ["Changed Rule filter KUBE-FORWARD (node1): #1 -m conntrack --ctstate INVALID -j DROP -> #1 -m conntrack --ctstate INVALID,UNTRACKED -j DROP"]),
        ["a chain that nobody calls"] = new(
            node => node.Change(CalicoNode.Rules, ":KUBE-FORWARD - [0:0]", ":KUBE-FORWARD - [0:0]\n:SPARE - [0:0]\n-A SPARE -j DROP"),
            ["Added Chain filter SPARE (node1): - -> 1 rule"]),
        ["an MTU"] = new(
            node => node.Change(CalicoNode.Links, "\"ifname\":\"eth0\",", "\"ifname\":\"eth0\",\"mtu\":1400,"),
            ["Changed Link eth0 (node1): MTU 0 -> MTU 1400"]),
        ["a link that went down"] = new(
            node => node.Change(CalicoNode.Links, "\"ifname\":\"eth0\",\"flags\":[\"BROADCAST\",\"UP\",\"LOWER_UP\"]", "\"ifname\":\"eth0\",\"flags\":[\"BROADCAST\"]"),
            ["Changed Link eth0 (node1): up, carrier -> down, no carrier"],
            Skips: DifferenceKind.Outcome),
        ["a route to another device"] = new(
            node => node.Change(CalicoNode.Routes, "\"dst\":\"10.244.0.2\",\"dev\":\"cali-web\"", "\"dst\":\"10.244.0.2\",\"dev\":\"cali-client\""),
            ["Changed Route 10.244.0.2 (node1): 10.244.0.2 dev cali-web scope link -> 10.244.0.2 dev cali-client scope link"],
            Skips: DifferenceKind.Outcome),
        ["a neighbour that was used again"] = new(
            node => node.Change(CalicoNode.Neighbours, "REACHABLE", "STALE"),
            []),
        ["a neighbour that answers no more"] = new(
            node => node.Change(CalicoNode.Neighbours, "REACHABLE", "FAILED"),
            ["Changed Neighbour 192.0.2.1 dev eth0 (node1): resolved -> unresolved"]),
        ["a policy rule"] = new(
            node => node.Change("host/routing/rule4.json", "{\"priority\":32766", "{\"priority\":100,\"src\":\"10.0.0.0\",\"srclen\":8,\"table\":\"200\"},{\"priority\":32766"),
            ["Added PolicyRule priority 100 (node1): - -> 100: from 10.0.0.0/8 lookup 200"]),
        ["a setting"] = new(
            node => node.Change(CalicoNode.Sysctl, "net/ipv4/conf/eth0/rp_filter = 0", "net/ipv4/conf/eth0/rp_filter = 1"),
            ["Changed Sysctl net/ipv4/conf/eth0/rp_filter (node1): 0 -> 1"]),
        ["a server in a pod that listens elsewhere"] = new(
            node => node.With($"{CalicoNode.Web}/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:8081")),
            [
                "Removed Socket tcp 0.0.0.0:8080 (web): user 0 -> -",
                "Added Socket tcp 0.0.0.0:8081 (web): - -> user 0",
                "Changed Outcome default/web/TCP -> 10.244.0.2:8080 (node1): Connected -> ConnectionRefused: nothing listens on tcp 10.244.0.2:8080 in web",
            ]),
        ["a second endpoint that answers"] = new(
            node => node
                .Change(CalicoNode.Rules, "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -j KUBE-SEP-AAAAAAAAAAAAAAA1", SecondEndpoint)
                .Change(CalicoNode.Rules, ":KUBE-SEP-AAAAAAAAAAAAAAA1 - [0:0]", ":KUBE-SEP-AAAAAAAAAAAAAAA1 - [0:0]\n:KUBE-SEP-AAAAAAAAAAAAAAA2 - [0:0]")
                .Change(CalicoNode.Rules, "-A KUBE-SERVICES -d", $"{SecondEndpointChain}\n-A KUBE-SERVICES -d"),
            [
                "Added Rule nat KUBE-SVC-AAAAAAAAAAAAAAAA (node1): - -> #2 -m comment --comment \"default/web -> 10.244.0.4:8080\" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-AAAAAAAAAAAAAAA2",
                "Added Chain nat KUBE-SEP-AAAAAAAAAAAAAAA2 (node1): - -> 1 rule",
                "Added Endpoint default/web/TCP -> 10.244.0.4:8080 (node1): - -> by KUBE-SEP-AAAAAAAAAAAAAAA2, no masquerade of its own connections",
            ],
            Skips: DifferenceKind.Outcome),
        ["a Service without endpoints"] = new(
            node => node
                .Change(CalicoNode.Rules, "-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment \"default/web cluster IP\" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA\n", "")
                .Change(CalicoNode.Rules, ":KUBE-FORWARD - [0:0]", ":KUBE-FORWARD - [0:0]\n:KUBE-SERVICES - [0:0]\n-A OUTPUT -j KUBE-SERVICES\n-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment \"default/web has no endpoints\" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable"),
            ["Changed Outcome default/web/TCP (node1): Connected -> ConnectionRefused: filter KUBE-SERVICES rule 1 rejects the packet with icmp-port-unreachable (default/web has no endpoints)"],
            Only: DifferenceKind.Outcome),
        ["sockets that were not collected"] = new(
            node => node.Without($"{CalicoNode.Web}/sockets/tcp.txt").Without($"{CalicoNode.Web}/sockets/tcp6.txt").Without($"{CalicoNode.Web}/sockets/udp.txt").Without($"{CalicoNode.Web}/sockets/udp6.txt"),
            ["NotCompared Socket listening sockets (web): collected -> the collector has no record of it"],
            Only: DifferenceKind.Socket),
        ["rules whose dump failed"] = new(
            node => node.Failed(CalicoNode.Rules, 1, "Another app is currently holding the xtables lock"),
            ["NotCompared Rule rules in iptables-nft-save.txt (node1): collected -> 'iptables-nft-save' ended with exit code 1: Another app is currently holding the xtables lock"],
            Only: DifferenceKind.Rule),
        ["a table that was cut off"] = new(
            node => node.Change(CalicoNode.Rules, "-j KUBE-SEP-AAAAAAAAAAAAAAA1\nCOMMIT\n", "-j KUBE-SEP-AAAAAAAAAAAAAAA1\n"),
            ["NotCompared Rule rules of nat (node1): collected -> the dump ends before COMMIT: rules may be missing"],
            Only: DifferenceKind.Rule),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shows(string name)
    {
        Case one = Cases[name];
        NodeSnapshot before = CalicoNode.Healthy().Build();
        NodeSnapshot after = one.Done(CalicoNode.Healthy()).Build();
        HashSet<DifferenceKind> kinds = one.Only is DifferenceKind only ? [only] : [.. Enum.GetValues<DifferenceKind>().Where(kind => kind != one.Skips)];

        SnapshotDifference[] differences = [.. new SnapshotComparison(before, after, kinds).Run(TestContext.Current.CancellationToken)];

        string[] shown = [.. differences.Where(difference => difference.Kind != "Dns" && !IsUncollected(difference)).Select(difference => difference.ToString())];
        Assert.Equal(one.Expected, shown);
        Assert.All(differences.Where(difference => difference.Change is "Added" or "Changed" && difference.Kind is not "Outcome"), difference => Assert.NotEmpty(difference.AfterEvidence));
        Assert.All(differences.Where(difference => difference.Change is "Removed" or "Changed" && difference.Kind is not "Outcome"), difference => Assert.NotEmpty(difference.BeforeEvidence));
    }

    // The test's node holds no fdb.json, nothing of IPv6 and no ipsets.
    private static bool IsUncollected(SnapshotDifference difference) =>
        difference.Change == "NotCompared" && difference.Before != "collected" && difference.After != "collected";

    private sealed record Case(Func<NodeBuilder, NodeBuilder> Done, string[] Expected, DifferenceKind? Skips = null, DifferenceKind? Only = null);
}
