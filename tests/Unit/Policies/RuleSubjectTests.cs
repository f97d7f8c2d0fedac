using NetPath.Core.Packets;
using NetPath.Core.Policies;
using NetPath.Core.Tracing;
using NetPath.Unit.Plugins;
using Xunit;

namespace NetPath.Unit.Policies;

/// <summary>A rule's hop names what somebody wrote: the policy, profile, pod or Service that the chain was made of.</summary>
public class RuleSubjectTests
{
    private const string Service = "10.109.60.134";
    private const string CalicoRules = "host/netfilter/iptables-nft-save.txt";

    [Theory]
    [InlineData("Policy default/knp.default.numbers-clients ingress", "NetworkPolicy default/numbers-clients")]
    [InlineData("cali:K-wcDw7WtiZLrYdH Policy default/knp.default.web egress", "NetworkPolicy default/web")]
    [InlineData("KubernetesNetworkPolicy team-b/deny-from-other-ns ingress", "NetworkPolicy team-b/deny-from-other-ns")]
    [InlineData("Policy hipstershop/app-hipstershop.checkoutservice ingress", "CalicoNetworkPolicy hipstershop/app-hipstershop.checkoutservice")]
    [InlineData("NetworkPolicy team-b/default.web ingress", "CalicoNetworkPolicy team-b/default.web")]
    [InlineData("Policy default.allow-dns egress", "GlobalNetworkPolicy default.allow-dns")]
    [InlineData("GlobalNetworkPolicy allow-dns egress", "GlobalNetworkPolicy allow-dns")]
    [InlineData("Policy kanp.adminnetworkpolicy.no-internet egress", "ClusterNetworkPolicy no-internet")]
    [InlineData("KubernetesClusterNetworkPolicy no-internet egress", "ClusterNetworkPolicy no-internet")]
    [InlineData("Profile kns.kube-system ingress", "Profile kube-system/kns.kube-system")]
    [InlineData("Profile ksa.kube-system.metrics-server ingress", "Profile kube-system/ksa.kube-system.metrics-server")]
    [InlineData("Return if policy accepted", null)]
    [InlineData("Start of policy", null)]
    [InlineData("", null)]
    public void Calico_names_the_policy_in_a_comment(string comment, string? subject) => Assert.Equal(subject, CalicoNames.FromComment(comment)?.ToString());

    [Theory]
    [InlineData("cali-pi-default/knp.default.a", "NetworkPolicy default/a")]
    [InlineData("cali-po-knp/default/web", "NetworkPolicy default/web")]
    [InlineData("cali-pi-np/default/web", "CalicoNetworkPolicy default/web")]
    [InlineData("cali-pi-gnp/allow-dns", "GlobalNetworkPolicy allow-dns")]
    [InlineData("cali-pri-kns.default", "Profile default/kns.default")]
    [InlineData("cali-pi-_qA9lGysOzwIsyVf0V23", null)]
    [InlineData("cali-pro-_CVSZITRyIpEmH8AB6H", null)]
    public void A_short_name_stands_in_the_chain(string chain, string? subject) => Assert.Equal(subject, CalicoNames.FromChain(chain)?.ToString());

    // As nodes have them: the first of Calico 3.31, the second of 3.29.
    [Theory]
    [InlineData("cali-pi-", "knp/team-b/deny-from-other-ns", "cali-pi-_qA9lGysOzwIsyVf0V23")]
    [InlineData("cali-pro-", "ksa.kube-system.metrics-server", "cali-pro-_CVSZITRyIpEmH8AB6H")]
    [InlineData("cali-pri-", "kns.default", "cali-pri-kns.default")]
    public void A_long_name_is_hashed_as_Felix_does(string prefix, string name, string chain) => Assert.Equal(chain, CalicoNames.Limited(prefix, name));

    [Fact]
    public void A_packet_that_a_policy_lets_through_names_it()
    {
        RuleHop[] hops = Rules("calico", "client");

        Assert.Equal("NetworkPolicy default/numbers-clients", $"{hops.First(hop => hop.Chain == "cali-pi-_Nq3uD0V7rJ6mHnX2kZ").StandsFor}");
        Assert.Equal("NetworkPolicy default/numbers-clients", $"{hops.First(hop => hop.Target == "cali-pi-_Nq3uD0V7rJ6mHnX2kZ").StandsFor}");
        Assert.Equal("Profile default/kns.default", $"{hops.First(hop => hop.Target == "cali-pro-kns.default").StandsFor}");
    }

    [Fact]
    public void A_packet_that_no_policy_lets_through_names_the_pod_and_those_that_were_asked()
    {
        PathOutcome outcome = Outcome("calico", "stranger");
        RuleHop last = (RuleHop)outcome.Hops[^1];

        Assert.Equal("Pod numbers", $"{last.StandsFor}");
        Assert.Equal(["NetworkPolicy default/numbers-clients"], last.StandsFor!.Policies);
        Assert.EndsWith("Drop if no policies passed packet), for Pod numbers, after NetworkPolicy default/numbers-clients", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_APIs_objects_give_the_pods_whole_name_and_undo_a_hash()
    {
        string bare = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "plugins", "calico", "iptables.save"))
            .Replace("-m comment --comment \"Policy default/knp.default.numbers-clients ingress\" ", "", StringComparison.Ordinal)
            .Replace("cali-pi-_Nq3uD0V7rJ6mHnX2kZ", CalicoNames.Limited("cali-pi-", "default/knp.default.numbers-clients"), StringComparison.Ordinal);
        NodeBuilder node = PluginNode.With("calico")
            .With(CalicoRules, bare)
            .With("kubernetes/networkpolicies.json", """{"kind":"NetworkPolicyList","apiVersion":"networking.k8s.io/v1","items":[{"metadata":{"namespace":"default","name":"numbers-clients"},"spec":{}}]}""")
            .With("kubernetes/pods.json", """{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"namespace":"default","name":"numbers-api-5d8f4c6d9b-x2x7k"},"spec":{"nodeName":"node1"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.120.67"}]}}]}""");

        RuleHop last = (RuleHop)Outcome(node, "stranger").Hops[^1];

        Assert.Equal("Pod default/numbers-api-5d8f4c6d9b-x2x7k", $"{last.StandsFor}");
        Assert.Equal(["NetworkPolicy default/numbers-clients"], last.StandsFor!.Policies);
    }

    [Fact]
    public void A_hash_that_nothing_undoes_is_a_policy_all_the_same()
    {
        string bare = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "plugins", "calico", "iptables.save"))
            .Replace("-m comment --comment \"Policy default/knp.default.numbers-clients ingress\" ", "", StringComparison.Ordinal);

        Assert.Equal(["Policy cali-pi-_Nq3uD0V7rJ6mHnX2kZ"], ((RuleHop)Outcome(PluginNode.With("calico").With(CalicoRules, bare), "stranger").Hops[^1]).StandsFor!.Policies);
    }

    [Fact]
    public void Kube_routers_comments_name_the_policy_and_the_pod()
    {
        RuleHop last = (RuleHop)Outcome("kube-router", "stranger").Hops[^1];

        Assert.Equal("Pod default/numbers-api-5d8f4c6d9b-x2x7k", $"{last.StandsFor}");
        Assert.Equal(["NetworkPolicy default/numbers-clients"], last.StandsFor!.Policies);
        Assert.Contains(Rules("kube-router", "client"), hop => hop.Chain == "KUBE-NWPLCY-X3H7PQMCUEA7NMMF" && $"{hop.StandsFor}" == "NetworkPolicy default/numbers-clients");
    }

    [Fact]
    public void A_policy_of_kube_router_without_rules_is_named_by_the_jump_to_it()
    {
        string save = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "plugins", "kube-router", "iptables.save"));
        string bare = string.Join('\n', save.Split('\n').Where(line => !line.StartsWith("-A KUBE-NWPLCY-X3H7PQMCUEA7NMMF", StringComparison.Ordinal)));

        Assert.Equal(["NetworkPolicy default/numbers-clients"], ((RuleHop)Outcome(PluginNode.With("kube-router").With(CalicoRules, bare), "client").Hops[^1]).StandsFor!.Policies);
    }

    [Fact]
    public void Kube_proxys_chains_stand_for_a_Service()
    {
        RuleHop[] hops = [.. Rules("calico", "client").Where(hop => hop.Owner == "kube-proxy" && hop.Table == "Nat" && !hop.IsDetail)];

        Assert.Equal(["", "Service default/numbers-api", "Service default/numbers-api", "Service default/numbers-api"], hops.Take(4).Select(hop => $"{hop.StandsFor}"));
    }

    [Fact]
    public void A_rule_that_is_nobodys_in_particular_stands_for_nothing() =>
        Assert.All(Rules("ufw", "client").Where(hop => hop.Owner == "ufw"), hop => Assert.Null(hop.StandsFor));

    private static RuleHop[] Rules(string plugin, string from) => [.. Outcome(plugin, from).Hops.OfType<RuleHop>()];

    private static PathOutcome Outcome(string plugin, string from) => Outcome(PluginNode.With(plugin), from);

    private static PathOutcome Outcome(NodeBuilder node, string from) =>
        Assert.Single(ServiceTracer.For(node.Build()).Trace(new TraceRequest { Destination = IpAddress.Parse(Service), Port = 80, From = from }).Outcomes);
}
