using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP9: what a snapshot lacks.</summary>
public class CollectionTests
{
    private const string Listed = """{"nftables":[{"rule":{"family":"ip","table":"nat","chain":"PREROUTING","handle":1,"expr":[]}}]}""";

    [Fact]
    public void A_command_that_is_missing_tells_what_was_not_decided()
    {
        Finding finding = Single(CalicoNode.Healthy().Failed("host/netfilter/ipset-save.txt", 127, "sh: ipset: not found").Build(), "NP9001");

        Assert.Equal("netfilter/ipset-save.txt was not collected: the command 'ipset-save' is not there: sh: ipset: not found. Not decided: rules that ask for a set", finding.Message);
        Assert.Equal(("manifest.json", "Information"), (finding.Evidence[0].File, finding.Severity));
    }

    [Fact]
    public void The_same_in_each_pod_is_told_once()
    {
        NodeBuilder node = CalicoNode.Healthy().Failed("host/sockets/tcp.txt", 1, "denied").Failed($"{CalicoNode.Web}/sockets/tcp.txt", 1, "denied");

        Assert.Contains("in 2 namespaces: 'tcp' ended with exit code 1: denied. Not decided: whether anybody listens", Single(node.Build(), "NP9001").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_namespace_that_could_not_be_entered_is_a_part_of_its_own()
    {
        Finding finding = Single(CalicoNode.Healthy().Failed("pods/4026531999", 1, "nsenter: Operation not permitted").Build(), "NP9001");

        Assert.StartsWith("pods/4026531999 was not collected: ", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("Not decided: what depends on it", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_changed_between_two_reads_are_seen()
    {
        NodeSnapshot snapshot = CalicoNode.Healthy()
            .With(CalicoNode.Rules, "*nat\n:PREROUTING ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n-A PREROUTING -j KUBE-SERVICES\n-A PREROUTING -j ACCEPT\nCOMMIT\n")
            .With(CalicoNode.Native, Listed).Build();

        Assert.Equal("1 chain changed while the snapshot was taken: PREROUTING had 2 rules, then 1", Single(snapshot, "NP9002").Message);
    }

    [Fact]
    public void A_dump_that_ends_too_early_is_told()
    {
        NodeSnapshot snapshot = CalicoNode.Healthy().Change(CalicoNode.Rules, "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -j KUBE-SEP-AAAAAAAAAAAAAAA1\nCOMMIT\n", "").Build();

        Assert.StartsWith("nat of host/netfilter/iptables-nft-save.txt is not whole:", Single(snapshot, "NP9003").Message, StringComparison.Ordinal);
        Assert.Empty(ServiceFindings.Of(snapshot).All());
    }

    [Fact]
    public void A_manifest_that_lists_a_file_that_is_not_there_is_damage() =>
        Assert.Contains("missing", Single(new NodeBuilder().With("host/sysctl.txt", "").Missing("host/sysctl.txt").Build(), "NP9003").Message, StringComparison.Ordinal);

    [Fact]
    public void A_node_without_kube_proxy_is_information()
    {
        Finding finding = Single(CalicoNode.Healthy().With(CalicoNode.Rules, "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n").Build(), "NP9004");

        Assert.Equal(("Information", "1 chains, none of which begins with KUBE-"), (finding.Severity, finding.Evidence[0].Text));
    }

    private static Finding Single(NodeSnapshot snapshot, string code) => Assert.Single(NodeFindings.Of(snapshot).Of(code));
}
