using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP2: one fault at a time in the rules of a Service.</summary>
public class ServicePathTests
{
    private const string Entry = "-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment \"default/web cluster IP\" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA\n";
    private const string Prerouting = "-A PREROUTING -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES\n";
    private const string Output = "-A OUTPUT -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES\n";
    private const string Masquerade = "-A KUBE-SEP-AAAAAAAAAAAAAAA1 -s 10.244.0.2/32 -m comment --comment \"default/web\" -j KUBE-MARK-MASQ\n";
    private const string Translate = "-A KUBE-SEP-AAAAAAAAAAAAAAA1 -p tcp -m comment --comment \"default/web\" -m tcp -j DNAT --to-destination 10.244.0.2:8080\n";
    private const string Choose = "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -j KUBE-SEP-AAAAAAAAAAAAAAA1\n";
    private const string NodePorts = "-A KUBE-SERVICES -m comment --comment \"kubernetes service nodeports\" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS\n";

    public static TheoryData<string, string, string, string, string> Faults => new()
    {
        { "the rule of KUBE-SERVICES is gone, the chains are there", Entry, "", "NP2001", "no rule of KUBE-SERVICES takes 10.96.0.50:80 over TCP, though the chain KUBE-SVC-AAAAAAAAAAAAAAAA of default/web is there" },
        { "nothing leads to KUBE-SERVICES from PREROUTING", Prerouting, "", "NP2005", "nat PREROUTING of node1 does not lead to KUBE-SERVICES, which holds 2 rules" },
        { "KUBE-SERVICES is empty", Entry + NodePorts, "", "NP2006", "PREROUTING rule 1 leads to KUBE-SERVICES, which is empty" },
        { "the endpoint's chain is empty", Masquerade + Translate, "", "NP2006", "KUBE-SVC-AAAAAAAAAAAAAAAA rule 2 leads to KUBE-SEP-AAAAAAAAAAAAAAA1, which is empty" },
        { "the endpoint's chain is not in the dump", ":KUBE-SEP-AAAAAAAAAAAAAAA1 - [0:0]\n", "", "", "" },
        { "the Service's chain does not exist", "-j KUBE-SVC-AAAAAAAAAAAAAAAA\n-A KUBE-SERVICES", "-j KUBE-SVC-BBBBBBBBBBBBBBBB\n-A KUBE-SERVICES", "NP2006", "KUBE-SERVICES rule 1 leads to KUBE-SVC-BBBBBBBBBBBBBBBB, which is not there" },
        { "the DNAT rule has lost its address", "-j DNAT --to-destination 10.244.0.2:8080", "-j DNAT [unsupported revision]", "NP2006", "KUBE-SVC-AAAAAAAAAAAAAAAA rule 2 leads to KUBE-SEP-AAAAAAAAAAAAAAA1, whose DNAT rule has lost its address" },
        { "a rule before accepts", Prerouting, "-A PREROUTING -d 10.96.0.0/16 -j ACCEPT\n" + Prerouting, "NP2019", "PREROUTING rule 1 of nat accepts the packet before kube-proxy's rules are done" },
        { "a rule before translates to where nobody is", Prerouting, "-A PREROUTING -d 10.96.0.50/32 -p tcp -j DNAT --to-destination 10.244.0.2:81\n" + Prerouting, "NP2019", "PREROUTING rule 1 translates 10.96.0.50:80 of default/web to 10.244.0.2:81 before kube-proxy's rules are asked" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_in_the_rules_is_the_cause(string what, string from, string to, string code, string message)
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, from, to));

        Assert.True((code, message) == (trace.Cause?.Code ?? "", trace.Cause?.Message ?? ""), $"{what}: {trace.Outcomes[0].Disposition}, {string.Join("; ", trace.Findings.Select(finding => finding.ToString()))}");
    }

    [Fact]
    public void A_port_that_the_Service_does_not_have_is_told_from_those_that_it_has()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy(), port: 8080);

        Assert.Equal("NP2001 no rule of KUBE-SERVICES takes 10.96.0.50:8080 over TCP: at this address default/web has 80/tcp", trace.Cause?.ToString());
    }

    [Fact]
    public void From_the_node_OUTPUT_is_what_counts()
    {
        NodeBuilder node = CalicoNode.Healthy().Change(CalicoNode.Rules, Output, "");

        Assert.Equal("NP2005", Diagnosed.Trace(node, from: "node").Cause?.Code);
        Assert.Equal("", Diagnosed.Trace(node).Codes());
        Assert.Equal("NP2005", Diagnosed.NodeCodes(node));
    }

    [Fact]
    public void A_chain_in_between_leads_to_KUBE_SERVICES_too()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .Change(CalicoNode.Rules, ":KUBE-MARK-MASQ - [0:0]", ":KUBE-MARK-MASQ - [0:0]\n:BETWEEN - [0:0]")
            .Change(CalicoNode.Rules, Prerouting, "-A PREROUTING -j BETWEEN\n-A BETWEEN -j KUBE-SERVICES\n");

        Assert.Equal(("", ""), (Diagnosed.NodeCodes(node), Diagnosed.Trace(node).Codes()));
    }

    [Theory]
    [InlineData("0.50000000000", "", "")]
    [InlineData("0.20000000019", "NP2009", "KUBE-SVC-AAAAAAAAAAAAAAAA gives its 2 endpoints 20.0 %, 80.0 % of the connections")]
    public void Shares_of_two_endpoints(string probability, string codes, string message)
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Choose, Choose.Replace(" -j ", $" -m statistic --mode random --probability {probability} -j ", StringComparison.Ordinal) + Choose));

        Assert.Equal(codes, trace.Codes());
        Assert.Equal(message, trace.Findings.FirstOrDefault()?.Message ?? "");
        Assert.Null(trace.Cause);
    }

    [Fact]
    public void A_pod_that_reaches_itself_unmasqueraded_gets_a_packet_from_itself()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Masquerade, ""), from: "web");

        Assert.Equal((nameof(Disposition.Martian), "NP2015"), (trace.Disposition, trace.Cause?.Code));
        Assert.Equal("web is its own endpoint (10.244.0.2:8080), and KUBE-SEP-AAAAAAAAAAAAAAA1 does not mark its packets for masquerading: it gets a packet from itself, and drops it", trace.Cause!.Message);
    }

    [Fact]
    public void A_mark_that_no_rule_masquerades_by_is_no_masquerade()
    {
        const string Postrouting = "-A POSTROUTING -m comment --comment \"kubernetes postrouting rules\" -j KUBE-POSTROUTING\n";

        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Postrouting, ""), from: "web");

        Assert.Equal((nameof(Disposition.Martian), "NP2015"), (trace.Disposition, trace.Cause?.Code));
        Assert.Equal("web is its own endpoint (10.244.0.2:8080), and no rule of nat POSTROUTING masquerades the packets that KUBE-SEP-AAAAAAAAAAAAAAA1 marks for it: it gets a packet from itself, and drops it", trace.Cause!.Message);
    }

    [Fact]
    public void A_rule_that_drops_what_was_not_translated_is_not_the_cause()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Prerouting, "").Change(CalicoNode.Rules, ":FORWARD ACCEPT [0:0]\n", ":FORWARD ACCEPT [0:0]\n-A FORWARD -d 10.96.0.0/16 -j DROP\n"));

        Assert.Equal((nameof(Disposition.Dropped), "NP2005"), (trace.Disposition, trace.Cause?.Code));
    }

    [Fact]
    public void For_other_clients_that_is_a_warning()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Masquerade, ""));

        Assert.Equal(("NP2015", nameof(FindingSeverity.Warning), true), (trace.Codes(), trace.Findings[0].Severity, trace.Passed));
    }

    [Fact]
    public void A_node_port_that_is_open_on_another_address_only()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, "-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS", "-d 198.51.100.7/32 -j KUBE-NODEPORTS"), "192.0.2.10", 30080);

        Assert.Equal((nameof(Symptom.ConnectionRefused), "NP2016"), (trace.Symptom, trace.Cause?.Code));
        Assert.Equal("30080/tcp is the node port of default/web, and kube-proxy does not take it on 192.0.2.10", trace.Cause!.Message);
    }

    [Theory]
    [InlineData("10.244.0.2", "", "")]
    [InlineData("10.244.0.9", "NP2007 NP2008", "10.244.0.2:8080 gets 100 % of the connections to default/web, and the API has no such endpoint of default/web")]
    [InlineData("10.244.0.2 10.244.0.9", "NP2008", "10.244.0.9:8080 is a ready endpoint of default/web, and no rule of node1 translates to it")]
    public void Rules_are_held_against_the_objects_of_the_API(string endpoints, string codes, string message)
    {
        PacketTrace trace = Diagnosed.Trace(ApiObjects.With(CalicoNode.Healthy().Build(), endpoints.Split(' ')));

        Assert.Equal((codes, message), (trace.Codes(), trace.Findings.FirstOrDefault()?.Message ?? ""));
        Assert.True(trace.Passed);
        Assert.Null(trace.Cause);
    }

    [Fact]
    public void A_stale_endpoint_is_why_its_share_of_connections_fails()
    {
        PacketTrace trace = Diagnosed.Trace(ApiObjects.With(TwoEndpoints().Build(), "10.244.0.2"));

        Assert.Equal(("NP2007", "10.244.0.9:8080 gets 50 % of the connections to default/web, and the API has no such endpoint of default/web"), (trace.Cause?.Code, trace.Cause?.Message));
        Assert.DoesNotContain(trace.GetFindings(trace.Outcomes.Single(outcome => outcome.Passed)), finding => finding.IsCause);
    }

    [Fact]
    public void A_Service_of_the_API_without_any_rule_is_missing_on_the_node()
    {
        NodeSnapshot snapshot = ApiObjects.WithService(CalicoNode.Healthy().Build(), "other", "10.96.0.60", "10.244.0.2");

        Assert.Equal("NP2001 the API has the Service port default/other, and kube-proxy on node1 has no rule for it", Assert.Single(Diagnosed.Troubles(snapshot), text => text.StartsWith("NP2001", StringComparison.Ordinal)));
        Assert.Equal("NP2001 no rule of KUBE-SERVICES takes 10.96.0.60:80 over TCP, and the API has the Service default/other at this address", Diagnosed.Trace(snapshot, "10.96.0.60").Cause?.ToString());
    }

    [Fact]
    public void Session_affinity_holds_a_client_to_an_endpoint_that_cannot_be_reached()
    {
        string lookup = SecondChoice.Replace(" -j ", " -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-AAAAAAAAAAAAAAA2 --mask 255.255.255.255 --rsource -j ", StringComparison.Ordinal);
        NodeBuilder node = TwoEndpoints()
            .Change(CalicoNode.Rules, FirstChoice, lookup + FirstChoice)
            .With("host/netfilter/xt_recent/KUBE-SEP-AAAAAAAAAAAAAAA2", "src=10.244.0.3 ttl: 64 last_seen: 4295524955 oldest_pkt: 1 4295524955\n");

        Finding cause = Diagnosed.Trace(node.Build()).Cause!;

        Assert.Equal("NP2010 session affinity holds 10.244.0.3 to 10.244.0.9:8080 for 10800 s, and that cannot be reached", cause.ToString());
        Assert.Equal("host/netfilter/xt_recent/KUBE-SEP-AAAAAAAAAAAAAAA2", cause.Evidence[1].File);
        Assert.Equal("echo -10.244.0.3 > /proc/net/xt_recent/KUBE-SEP-AAAAAAAAAAAAAAA2", cause.Commands[1]);
        Finding held = Assert.Single(Diagnosed.Trace(ApiObjects.With(node.Build(), "10.244.0.2", "-10.244.0.9"), from: "node").Findings, finding => finding.Code == "NP2010");
        Assert.Equal("1 client is held to 10.244.0.9:8080 of default/web by session affinity, and the API says it is not ready", held.Message);
    }

    [Fact]
    public void Rules_in_both_backends_are_told()
    {
        NodeBuilder node = CalicoNode.Healthy().With("host/netfilter/iptables-legacy-save.txt", CalicoNode.KubeProxy.Replace("--to-destination 10.244.0.2:8080", "--to-destination 10.244.0.2:81", StringComparison.Ordinal));

        PacketTrace trace = Diagnosed.Trace(node.Build());

        Assert.Equal("NP2013", Diagnosed.NodeCodes(node));
        Assert.Equal(("NP2013", "KUBE-SERVICES has 2 rules in iptables-legacy and 2 in iptables-nft (IPv4)"), (trace.Cause?.Code, trace.Cause?.Message));
    }

    [Theory]
    [InlineData(CalicoNode.Native, """{"nftables":[{"chain":{"family":"ip","table":"kube-proxy","name":"nat-prerouting","handle":1,"type":"nat","hook":"prerouting","prio":-100,"policy":"accept"}},{"rule":{"family":"ip","table":"kube-proxy","chain":"nat-prerouting","handle":2,"expr":[{"jump":{"target":"services"}}]}}]}""", "the nftables table ip kube-proxy handles Services, and so does KUBE-SVC-AAAAAAAAAAAAAAAA with its like in iptables")]
    [InlineData("host/links/address.json", """[{"ifindex":9,"ifname":"kube-ipvs0","addr_info":[{"family":"inet","local":"10.96.0.1","prefixlen":32,"scope":"global"}]}]""", "kube-ipvs0 holds 1 virtual IP for IPVS, and KUBE-SVC-AAAAAAAAAAAAAAAA with its like still translates in iptables")]
    public void A_second_proxy_is_told(string path, string text, string message)
    {
        NodeSnapshot snapshot = CalicoNode.Healthy().With(path, text).Build();

        Assert.Equal($"NP2014 {message}", Assert.Single(NodeFindings.Of(snapshot).Of("NP2014")).ToString());
    }

    [Theory]
    [InlineData("cilium_host", "NP2018")]
    [InlineData("cni0", "NP9004")]
    public void A_node_without_rules_of_kube_proxy(string device, string code)
    {
        NodeBuilder node = CalicoNode.Healthy().With(CalicoNode.Rules, "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n")
            .Change(CalicoNode.Links, "\"ifname\":\"eth0\",\"flags\"", $"\"ifname\":\"{device}\",\"flags\"");

        Assert.Equal(code, Diagnosed.NodeCodes(node));
    }

    // The second endpoint has no pod: Calico's block route takes its packets.
    private static NodeBuilder TwoEndpoints() => CalicoNode.Healthy()
        .Change(CalicoNode.Rules, Choose, FirstChoice + SecondChoice)
        .Change(CalicoNode.Rules, Masquerade, ":KUBE-SEP-AAAAAAAAAAAAAAA2 - [0:0]\n" + Masquerade + Second(Masquerade + Translate))
        .Change(CalicoNode.Routes, """{"dst":"10.244.0.2","dev":"cali-web",""", """{"type":"blackhole","dst":"10.244.0.0/26","flags":[]},{"dst":"10.244.0.2","dev":"cali-web",""");

    private static string FirstChoice => Choose.Replace(" -j ", " -m statistic --mode random --probability 0.50000000000 -j ", StringComparison.Ordinal);

    private static string SecondChoice => Second(Choose);

    private static string Second(string rules) => rules.Replace("AAAAAAAAAAAAAAA1", "AAAAAAAAAAAAAAA2", StringComparison.Ordinal).Replace("10.244.0.2", "10.244.0.9", StringComparison.Ordinal);
}
