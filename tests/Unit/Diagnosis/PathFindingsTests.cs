using NetPath.Core.Diagnosis;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>How findings come to a trace: with names, evidence and a remedy, and in an order.</summary>
public class PathFindingsTests
{
    private const string Filter = "*filter\n";
    private const string Reject = """-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment "default/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable""";

    [Fact]
    public void Nothing_is_found_on_a_healthy_node()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy());

        Assert.Equal(("", (Finding?)null), (trace.Codes(), trace.Cause));
        Assert.Empty(Diagnosed.Troubles(CalicoNode.Healthy().Build()));
    }

    [Fact]
    public void The_cause_names_its_hop_its_rule_and_what_to_do()
    {
        Finding cause = Diagnosed.Trace(WithoutEndpoints()).Cause!;

        Assert.Equal(("NP2002", "Error", "default/web", "node1"), (cause.Code, cause.Severity, cause.Subject, cause.Node));
        Assert.Equal("default/web has no endpoints: KUBE-SERVICES rule 1 of kube-proxy rejects the connection", cause.Message);
        Assert.Equal(("host/netfilter/iptables-nft-save.txt", Reject), (Assert.Single(cause.Evidence).File, cause.Evidence[0].Text));
        Assert.IsType<RuleHop>(cause.Hop);
        Assert.Equal("kubectl --namespace default get endpointslices --selector kubernetes.io/service-name=web", cause.Commands[0]);
    }

    [Fact]
    public void A_name_that_a_shell_would_read_as_more_than_a_word_is_left_out_of_commands()
    {
        Finding cause = Diagnosed.Trace(WithoutEndpoints("default/$(reboot)")).Cause!;

        Assert.Equal("kubectl --namespace default get endpointslices --selector kubernetes.io/service-name=<service>", cause.Commands[0]);
    }

    internal static NodeBuilder WithoutEndpoints(string service = "default/web") => CalicoNode.Healthy().Change(CalicoNode.Rules, Filter, $"""
        *filter
        :KUBE-SERVICES - [0:0]
        -A FORWARD -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
        -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
        {Reject.Replace("default/web", service, StringComparison.Ordinal)}

        """)
        .Change(CalicoNode.Rules, "-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment \"default/web cluster IP\" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA\n", "");
}
