using NetPath.Core.Diagnosis;
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
}
