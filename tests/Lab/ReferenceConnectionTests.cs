using System.Text.RegularExpressions;
using Xunit;

namespace NetPath.Lab;

/// <summary>The lab behaves as the cluster does that it stands for.</summary>
public sealed class ReferenceConnectionTests
{
    private const string Numbers = "numbers-api-5d8f4c6d9b-x2x7k";
    private readonly LabNode _lab;

    public ReferenceConnectionTests(LabNode lab) => _lab = lab;

    public static TheoryData<string, string, string, int, string> Connections => new()
    {
        { "the reference journey", "client", "10.109.60.134", 80, $"{Numbers} sees 10.244.120.68" },
        { "the Service by its short name", "client", "numbers-api", 80, $"{Numbers} sees 10.244.120.68" },
        { "from the node, masqueraded", "node", "10.109.60.134", 80, $"{Numbers} sees 192.168.49.2" },
        { "a pod to itself through its Service, masqueraded", "numbers", "10.109.60.134", 80, $"{Numbers} sees 192.168.49.2" },
        { "node port from outside, masqueraded", "outside", "192.168.49.2", 30080, $"{Numbers} sees 192.168.49.2" },
        { "load balancer from its source range", "outside", "203.0.113.50", 80, $"{Numbers} sees 192.168.49.2" },
        { "traffic policy Local from a pod", "client", "203.0.113.54", 80, "outside sees 10.244.120.68" },
        { "an endpoint on another node", "client", "10.103.7.12", 80, "outside sees 10.244.120.68" },
        { "the API server", "client", "10.96.0.1", 443, "minikube sees 10.244.120.68" },
        { "straight to the pod", "outside", "10.244.120.67", 80, $"{Numbers} sees 192.168.49.1" },
    };

    public static TheoryData<string, string, string, int, string, string> Refusals => new()
    {
        { "a Service without endpoints", "client", "10.106.0.1", 80, "0.0.0.0", "refused" },
        { "load balancer, source not in its range", "outside", "203.0.113.50", 80, "198.51.100.5", "timed out" },
        { "traffic policy Local without a local endpoint", "outside", "203.0.113.54", 80, "0.0.0.0", "timed out" },
        { "a virtual IP's port that no rule names", "client", "10.109.60.134", 81, "0.0.0.0", "timed out|refused|unreachable" },
    };

    [Theory, MemberData(nameof(Connections))]
    public void A_connection_is_answered_by_the_endpoint(string what, string space, string address, int port, string answer)
    {
        _lab.SkipUnlessUp();
        Shell reply = LabNode.Get(space, address, port);
        Assert.True(reply.Text.StartsWith(answer, StringComparison.Ordinal), $"{what}: {reply.Text}{reply.Error}");
    }

    [Theory, MemberData(nameof(Refusals))]
    public void A_connection_fails_as_kube_proxy_means_it_to(string what, string space, string address, int port, string source, string symptom)
    {
        _lab.SkipUnlessUp();
        Shell reply = LabNode.Get(space, address, port, source);
        Assert.True(reply.ExitCode != 0 && Regex.IsMatch(reply.Error, symptom), $"{what}: {reply.Text}{reply.Error}");
    }

    [Fact]
    public void The_Service_with_two_endpoints_reaches_both()
    {
        _lab.SkipUnlessUp();
        HashSet<string> answering = [];
        for (int i = 0; i < 64 && answering.Count < 2; i++)
        {
            answering.Add(LabNode.Get("client", "10.98.14.20", 8080).OrFail().Text.Split(' ')[0]);
        }

        Assert.Equal(["numbers-api-5d8f4c6d9b-x2x7k", "numbers-pair-84c5f9d6b7-k9w4t"], answering.Order());
    }

    [Fact]
    public void Session_affinity_keeps_to_one_endpoint()
    {
        _lab.SkipUnlessUp();
        HashSet<string> answering = [];
        for (int i = 0; i < 8; i++)
        {
            answering.Add(LabNode.Get("client", "10.105.9.9", 80).OrFail().Text.Split(' ')[0]);
        }

        Assert.Single(answering);
    }

    [Fact]
    public void The_conntrack_entry_has_the_virtual_IP_on_the_way_there_and_the_pod_on_the_way_back()
    {
        _lab.SkipUnlessUp();
        string answer = LabNode.Get("client", "10.109.60.134", 80).OrFail().Text;
        string port = Regex.Match(answer, @"10\.244\.120\.68:(\d+)").Groups[1].Value;
        string entries = LabNode.Inside("node", "conntrack", "-L", "-p", "tcp", "--orig-port-src", port).OrFail().Text;
        Assert.Contains($"src=10.244.120.68 dst=10.109.60.134 sport={port} dport=80 src=10.244.120.67 dst=10.244.120.68 sport=80 dport={port}", entries);
    }

    [Theory]
    [InlineData("node", "cali693e13cd073", "17: cali693e13cd073@if11:")]
    [InlineData("numbers", "eth0", "11: eth0@if17:")]
    [InlineData("node", "cali5be3ae70b79", "19: cali5be3ae70b79@if11:")]
    public void A_link_has_the_name_and_indexes_of_the_reference(string space, string link, string start)
    {
        _lab.SkipUnlessUp();
        Assert.StartsWith(start, LabNode.Inside(space, "ip", "-o", "link", "show", "dev", link).OrFail().Text);
    }

    [Fact]
    public void The_pod_has_its_address_and_its_way_out_as_Calico_gives_them()
    {
        _lab.SkipUnlessUp();
        Assert.Contains("inet 10.244.120.67/32 ", LabNode.Inside("numbers", "ip", "-4", "-o", "address", "show", "dev", "eth0").OrFail().Text);
        Assert.Equal(
            ["default via 169.254.1.1 dev eth0", "169.254.1.1 dev eth0 scope link"],
            LabNode.Inside("numbers", "ip", "-4", "route").OrFail().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        string routes = LabNode.Inside("node", "ip", "-4", "route").OrFail().Text;
        Assert.Contains("10.244.120.67 dev cali693e13cd073 scope link", routes);
        Assert.Contains("blackhole 10.244.120.64/26 proto 80", routes);
    }
}
