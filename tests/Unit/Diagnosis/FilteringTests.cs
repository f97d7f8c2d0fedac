using NetPath.Core.Diagnosis;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP6: what stops a packet, and whose it is.</summary>
public class FilteringTests
{
    private const string Forward = ":FORWARD ACCEPT [0:0]\n";

    [Theory]
    [InlineData("-A FORWARD -s 10.244.0.3/32 -j DROP", "NP6003", "filter FORWARD rule 1 on node1 drops tcp 10.244.0.3:* -> 10.244.0.2:8080")]
    [InlineData("-A FORWARD -p tcp -m comment --comment \"audit 7\" -j REJECT --reject-with tcp-reset", "NP6003", "filter FORWARD rule 1 (audit 7) on node1 rejects tcp 10.244.0.3:* -> 10.244.0.2:8080")]
    [InlineData("-A FORWARD -s 10.244.0.2/32 -j DROP", "NP6003", "filter FORWARD rule 1 on node1 drops tcp 10.244.0.2:8080 -> 10.244.0.3:*, the answer")]
    [InlineData(":cali-tw-cali-web - [0:0]\n-A FORWARD -o cali-web -j cali-tw-cali-web\n-A cali-tw-cali-web -m comment --comment \"Drop if no profiles matched\" -j DROP", "NP6001", "no policy of Pod web allows it on node1 (Calico): filter cali-tw-cali-web rule 1 (Drop if no profiles matched) drops tcp 10.244.0.3:* -> 10.244.0.2:8080")]
    [InlineData(":cali-tw-cali-web - [0:0]\n:cali-pi-_abc - [0:0]\n-A FORWARD -o cali-web -j cali-tw-cali-web\n-A cali-tw-cali-web -j cali-pi-_abc\n-A cali-pi-_abc -m comment --comment \"Policy default/knp.default.quiet ingress\" -j DROP", "NP6001", "NetworkPolicy default/quiet denies it on node1 (Calico): filter cali-pi-_abc rule 1 (Policy default/knp.default.quiet ingress) drops tcp 10.244.0.3:* -> 10.244.0.2:8080")]
    [InlineData(":KUBE-POD-FW-ABC - [0:0]\n-A FORWARD -d 10.244.0.2 -j KUBE-POD-FW-ABC\n-A KUBE-POD-FW-ABC -j REJECT --reject-with icmp-port-unreachable", "NP6001", "kube-router policy denies it on node1: filter KUBE-POD-FW-ABC rule 1 rejects tcp 10.244.0.3:* -> 10.244.0.2:8080")]
    [InlineData("-A FORWARD -m conntrack --ctstate NEW -j CUSTOMQUEUE", "", "")]
    public void The_rule_that_stops_it_is_the_cause(string rule, string code, string message)
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Forward, $"{Forward}{rule}\n"));

        Assert.Equal((code, message), (trace.Cause?.Code ?? "", trace.Cause?.Message ?? ""));
    }

    [Fact]
    public void The_policy_of_FORWARD_has_a_code_of_its_own()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Forward, ":FORWARD DROP [0:0]\n"));

        Assert.Equal(("NP6002", "the policy of filter FORWARD on node1 drops tcp 10.244.0.3:* -> 10.244.0.2:8080: no rule accepts it"), (trace.Codes(), trace.Cause?.Message));
        Assert.Equal(":FORWARD DROP [0:0]", trace.Cause!.Evidence[0].Text);
    }

    [Fact]
    public void A_pods_own_rules_are_told_from_those_of_the_node()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().With($"{CalicoNode.Web}/netfilter/iptables-nft-save.txt", "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP\nCOMMIT\n"));

        Assert.Equal(("NP6006", "filter INPUT rule 1 in web drops tcp 10.244.0.3:* -> 10.244.0.2:8080", "web"), (trace.Codes(), trace.Cause?.Message, trace.Cause?.Subject));
    }

    [Fact]
    public void A_rule_that_may_match_is_no_error()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Forward, $"{Forward}-A FORWARD -m hashlimit --hashlimit-above 100/sec --hashlimit-name flood -j DROP\n"));

        Finding found = trace.Findings.First(finding => finding.Code == "NP6003");
        Assert.Equal(("Warning", "filter FORWARD rule 1 on node1 drops tcp 10.244.0.3:* -> 10.244.0.2:8080, if it matches, which the snapshot does not tell"), (found.Severity, found.Message));
        Assert.DoesNotContain(trace.Findings, finding => finding.Severity == "Error");
    }

    [Fact]
    public void An_answer_of_which_conntrack_did_not_see_the_beginning_is_invalid()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Append(CalicoNode.Rules, "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 10.244.0.2/32 -j NOTRACK\nCOMMIT\n"), "10.244.0.2", 8080);

        Assert.Equal(("NP6004", "filter KUBE-FORWARD rule 1 on node1 drops tcp 10.244.0.2:8080 -> 10.244.0.3:*, the answer, which is INVALID there: raw PREROUTING rule 1 keeps the other direction from conntrack"), (trace.Cause?.Code, trace.Cause?.Message));
    }

    [Theory]
    [InlineData("0", "NP6004")]
    [InlineData("1", "")]
    public void Without_a_rule_that_drops_them_invalid_packets_reach_the_other_side(string liberal, string codes) => Assert.Equal(codes, Diagnosed.NodeCodes(CalicoNode.Healthy()
        .Change(CalicoNode.Rules, "-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP\n", "")
        .Append(CalicoNode.Sysctl, $"net/netfilter/nf_conntrack_tcp_be_liberal = {liberal}\n")));

    [Fact]
    public void A_rule_that_is_not_modelled_is_information_and_no_cause()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Change(CalicoNode.Rules, Forward, $"{Forward}-A FORWARD -m bpf --bytecode \"4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0\" -j DROP\n"));

        Finding unknown = Assert.Single(trace.GetFindings(trace.Outcomes.Single(outcome => outcome.Symptom == nameof(Symptom.Connected))));
        Assert.Equal(("NP6005", "Information"), (unknown.Code, unknown.Severity));
        Assert.Contains("-m bpf", unknown.Evidence[0].Text, StringComparison.Ordinal);
    }
}
