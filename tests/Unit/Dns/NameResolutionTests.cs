using NetPath.Core.Dns;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Dns;

/// <summary>What becomes of names on a node whose rules alone are known.</summary>
public sealed class NameResolutionTests
{
    [Fact]
    public void A_short_name_of_the_clients_own_namespace_is_answered_at_the_first_try()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy(), "web");

        Assert.Equal(["web.default.svc.cluster.local A 10.96.0.50", "web.default.svc.cluster.local AAAA NoData"], resolution.Steps());
        Assert.Equal(("Resolved", true, "10.96.0.50"), (resolution.Verdict, resolution.Passed, resolution.VirtualIP));
        Assert.Equal(("web", "default", "web.default.svc.cluster.local"), (resolution.Service, resolution.Namespace, resolution.ResolvedName));
        Assert.Contains("--comment \"default/web cluster IP\"", resolution.Queries[0].Evidence[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_to_the_server_is_traced_through_its_Service()
    {
        NameServer server = Assert.Single(DnsNode.Resolve(DnsNode.Healthy(), "web").Servers);

        Assert.Equal(("10.96.0.10", "Service", "kube-system/kube-dns:dns", "Connected", 1.0, false), (server.Address, server.Kind, server.Service, server.Symptom, server.Answering, server.IsUntracked));
        Assert.Equal("10.244.0.2:53", Assert.Single(server.GetTrace()!.Outcomes).Endpoint);
        Assert.Equal("pods/103/dns/resolv.conf:2: nameserver 10.96.0.10", server.Evidence[0].ToString());
    }

    [Fact]
    public void One_resolver_traces_a_server_by_the_protocol_that_each_library_asks_it_by()
    {
        NameResolver resolver = NameResolver.For(DnsNode.Healthy().With(DnsNode.ResolvConf, $"{DnsNode.Resolver}options use-vc\n").Build(), "client");

        string ServiceAskedBy(ResolverLibrary library) => Assert.Single(resolver.Resolve(new NameRequest { Name = "web", Library = library }).Servers).Service!;

        Assert.Equal("kube-system/kube-dns:dns-tcp", ServiceAskedBy(ResolverLibrary.Glibc));
        Assert.Equal("kube-system/kube-dns:dns", ServiceAskedBy(ResolverLibrary.Musl));
    }

    [Fact]
    public void A_name_that_the_rules_do_not_hold_is_not_known_since_headless_Services_have_no_rules()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy(), "missing");

        Assert.Equal("Unknown", resolution.Verdict);
        Assert.Equal(
            [
                "missing.default.svc.cluster.local A Unknown", "missing.default.svc.cluster.local AAAA Unknown",
                "missing.svc.cluster.local A NotFound", "missing.svc.cluster.local AAAA NotFound",
                "missing.cluster.local A NotFound", "missing.cluster.local AAAA NotFound",
                "missing A NotFound", "missing AAAA NotFound",
            ],
            resolution.Steps());
    }

    [Fact]
    public void A_name_with_its_namespace_is_found_at_the_second_try_and_rests_on_the_first_not_existing()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy(), "kube-dns.kube-system");

        Assert.Equal(("Resolved", "10.96.0.10", false), (resolution.Verdict, resolution.VirtualIP, resolution.Passed));
        Assert.Equal(4, resolution.Queries.Length);
        Assert.StartsWith("kube-dns.kube-system.default.svc.cluster.local is taken not to exist", resolution.Assumptions[0], StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Services { get; } = new()
    {
        { "the whole name", "web.default.svc.cluster.local.", "Resolved", "10.96.0.50" },
        { "upper case", "WEB.Default.svc.Cluster.Local.", "Resolved", "10.96.0.50" },
        { "a named port", "_dns-tcp._tcp.kube-dns.kube-system.svc.cluster.local.", "Resolved", "? ? 53 kube-dns.kube-system.svc.cluster.local" },
        { "a named port of the other protocol", "_dns-tcp._udp.kube-dns.kube-system.svc.cluster.local.", "NotFound", "" },
        { "a pod's address", "10-244-0-3.default.pod.cluster.local.", "Resolved", "10.244.0.3" },
        { "no address", "web.default.pod.cluster.local.", "NotFound", "" },
        { "a namespace", "default.svc.cluster.local.", "NotFound", "" },
        { "too many parts", "a.b.c.web.default.svc.cluster.local.", "NotFound", "" },
        { "a name outside", "example.com.", "Unknown", "" },
    };

    [Theory]
    [MemberData(nameof(Services), DisableDiscoveryEnumeration = true)]
    public void A_whole_name_is_answered_as_the_specification_says(string what, string name, string verdict, string data)
    {
        Assert.NotEmpty(what);
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy(), name);

        Assert.Equal(verdict, resolution.Verdict);
        Assert.Equal(data, string.Join(' ', resolution.Answers.Select(record => record.Data)));
    }

    [Fact]
    public void Without_endpoints_glibc_is_told_at_once_and_gives_up_while_musl_waits()
    {
        ServiceNameResolution glibc = DnsNode.Resolve(DnsNode.WithoutEndpoints(), "web");
        ServiceNameResolution musl = DnsNode.Resolve(DnsNode.WithoutEndpoints(), "web", ResolverLibrary.Musl);

        Assert.Equal(("ServerUnreachable", 4, 0), (glibc.Verdict, glibc.Queries.Length, glibc.WaitSeconds));
        Assert.All(glibc.Queries, query => Assert.Equal(("web.default.svc.cluster.local", "Rejected"), (query.Name, query.Answer)));
        Assert.Equal(("ServerUnreachable", 4), (musl.Verdict, musl.WaitSeconds));
    }

    [Fact]
    public void A_silent_server_costs_glibc_its_time_twice_for_the_first_name_and_for_the_name_as_it_is()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy().Change(CalicoNode.Rules, ":KUBE-FORWARD - [0:0]\n", ":KUBE-FORWARD - [0:0]\n-A FORWARD -p udp -m udp --dport 53 -j DROP\n"), "web");

        Assert.Equal(("ServerUnreachable", 20), (resolution.Verdict, resolution.WaitSeconds));
        Assert.Equal(["web.default.svc.cluster.local", "web"], resolution.Queries.Select(query => query.Name).Distinct());
        Assert.Equal([0, 0, 5, 5, 10, 10, 15, 15], resolution.Queries.Select(query => query.AfterSeconds));
    }

    [Fact]
    public void The_second_server_answers_where_the_first_is_silent()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(
            DnsNode.WithCache(listens: "").Change(DnsNode.ResolvConf, "nameserver 169.254.20.10\n", "nameserver 169.254.20.10\nnameserver 10.96.0.10\n").Change(CalicoNode.Rules, "*filter\n", "*filter\n-A INPUT -d 169.254.20.10/32 -j DROP\n"),
            "web");

        Assert.Equal(("Resolved", 5), (resolution.Verdict, resolution.WaitSeconds));
        Assert.Equal(["169.254.20.10", "169.254.20.10", "10.96.0.10", "10.96.0.10"], resolution.Queries.Select(query => query.Server));
    }

    [Fact]
    public void NodeLocal_DNSCache_is_known_by_its_rules_and_is_not_tracked()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.WithCache(), "web");

        NameServer server = Assert.Single(resolution.Servers);
        Assert.Equal(("Resolved", "NodeLocalCache", "Connected", true), (resolution.Verdict, server.Kind, server.Symptom, server.IsUntracked));
        Assert.Equal(3, server.Evidence.Length);
        Assert.Contains("-j NOTRACK", server.Evidence[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_outside_may_know_other_names_than_the_cluster_has()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy().Change(DnsNode.ResolvConf, "10.96.0.10", "192.0.2.1"), "web");

        Assert.Equal("Unknown", resolution.Verdict);
        Assert.Equal("Outside", resolution.Servers[0].Kind);
    }

    [Fact]
    public void The_hosts_file_is_looked_at_before_any_server()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy().With($"{CalicoNode.Client}/dns/hosts", "127.0.0.1 localhost\n10.1.2.3 db.example db # an alias\n"), "DB");

        Assert.Equal("Resolved", resolution.Verdict);
        Assert.Equal(["10.1.2.3"], resolution.Address);
        Assert.Empty(resolution.Queries);
        Assert.Equal("pods/103/dns/hosts:2: 10.1.2.3 db.example db # an alias", resolution.Evidence[0].ToString());
    }

    [Theory]
    [InlineData("10.96.0.50", "is an address already")]
    [InlineData("default/web", "web.default")]
    [InlineData("a..b", "empty part")]
    [InlineData("web*", "a character that no name has")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd", "64 characters")]
    public void What_is_no_name_is_refused_and_says_what_to_write(string name, string says)
    {
        NameRequestException error = Assert.Throws<NameRequestException>(() => DnsNode.Resolve(DnsNode.Healthy(), name));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_from_the_name_begins_with_it_and_ends_with_it_where_it_fails()
    {
        TraceRequest request = new() { Destination = Core.Packets.IpAddress.Parse("10.96.0.50"), Port = 80, From = "client", Service = "default/web" };
        PacketTrace healthy = NamedTrace.Begin(ServiceTracer.For(DnsNode.Healthy().Build()).Trace(request, TestContext.Current.CancellationToken), DnsNode.Resolve(DnsNode.Healthy(), "web"));
        PacketTrace broken = NamedTrace.Failed(DnsNode.Resolve(DnsNode.WithoutEndpoints(), "web"), request);

        Hop[] hops = healthy.Outcomes[0].Hops;
        Assert.Equal(("Name", "L7", "DNS", 1, 2), (hops[0].Kind, hops[0].Layer, hops[0].Owner, hops[0].Number, hops[1].Number));
        Assert.Equal("web resolves to 10.96.0.50 after 2 queries to 10.96.0.10", hops[0].Description);
        Assert.True(healthy.Passed);
        Assert.Equal(("NameNotResolved", "NameNotResolved"), (broken.Disposition, broken.Symptom));
    }
}
