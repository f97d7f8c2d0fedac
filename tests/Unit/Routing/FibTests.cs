using NetPath.Core.Packets;
using NetPath.Core.Routing;
using Xunit;

namespace NetPath.Unit.Routing;

/// <summary>Named cases of the route lookup. The random comparison with the kernel is in the lab.</summary>
public sealed class FibTests
{
    private const string Calico = """
        {"dst":"default","gateway":"172.30.99.1","dev":"eth0","flags":[]}
        {"type":"blackhole","dst":"10.244.120.64/26","protocol":"80","flags":[]}
        {"dst":"10.244.120.67","dev":"cali693e13cd073","scope":"link","flags":[]}
        """;

    [Theory]
    [InlineData("10.244.120.67", RouteResult.Found, "10.244.120.67 dev cali693e13cd073 scope link")]
    [InlineData("10.244.120.68", RouteResult.Blackhole, "blackhole 10.244.120.64/26 proto 80")]
    [InlineData("8.8.8.8", RouteResult.Found, "default via 172.30.99.1 dev eth0")]
    public void The_longest_prefix_wins(string destination, RouteResult result, string route)
    {
        RouteLookup lookup = Parts.Fib(Calico).Lookup(Parts.To(destination));

        Assert.Equal((result, route, "32766: from all lookup main"), (lookup.Result, lookup.Route?.ToString(), lookup.PolicyRule?.ToString()));
    }

    [Fact]
    public void No_route_is_not_unknown() => Assert.Equal(RouteResult.NoRoute, Parts.Fib("""{"dst":"10.0.0.0/8","dev":"v0"}""").Lookup(Parts.To("11.0.0.1")).Result);

    [Fact]
    public void Rules_or_routes_that_were_not_collected_make_it_unknown() =>
        Assert.Equal("the snapshot does not hold the IPv6 policy rules", Assert.Single(Parts.Fib(Calico).Lookup(Parts.To("fd00::1")).Conditions));

    [Theory]
    [InlineData(null, RouteResult.Unknown)]
    [InlineData(5, RouteResult.Found)]
    [InlineData(11, RouteResult.NoRoute)]
    public void A_uidrange_rule_cannot_be_decided_without_the_user(int? uid, RouteResult expected)
    {
        Fib fib = Parts.Fib("""{"dst":"default","dev":"v0","table":"100"}""", """{"priority":9,"src":"all","uid_start":0,"uid_end":10,"table":"100"}""");
        RouteLookup lookup = fib.Lookup(Parts.To("1.1.1.1") with { Uid = (uint?)uid });

        Assert.Equal(expected, lookup.Result);
        Assert.Equal(uid is null ? ["9: from all uidrange 0-10 lookup 100"] : [], lookup.Conditions);
        Assert.Equal(uid is null ? 2 : 0, lookup.Alternatives.Count);
    }

    [Fact]
    public void An_undecidable_rule_that_changes_nothing_leaves_the_result_certain()
    {
        Fib fib = Parts.Fib("""{"dst":"default","dev":"v0"}""", """
            {"priority":9,"src":"all","tun_id":7,"table":"100"}
            {"priority":10,"src":"all","table":"main"}
            """);

        Assert.Equal((RouteResult.Found, 0), (fib.Lookup(Parts.To("1.1.1.1")).Result, fib.Lookup(Parts.To("1.1.1.1")).Conditions.Count));
    }

    [Fact]
    public void A_selector_that_is_not_modelled_makes_its_rule_undecidable()
    {
        Fib fib = Parts.Fib("""{"dst":"default","dev":"v0","table":"100"}""", """{"priority":9,"src":"all","flowlabel":"0x5","table":"100"}""");

        Assert.Equal("9: from all flowlabel 0x5 lookup 100", Assert.Single(fib.Lookup(Parts.To("1.1.1.1")).Conditions));
    }

    [Fact]
    public void Goto_skips_and_an_unresolved_goto_does_nothing()
    {
        const string Routes = """
            {"dst":"default","dev":"v0","table":"100"}
            {"dst":"default","dev":"v1"}
            """;
        const string Rest = """
            {"priority":20,"src":"all","table":"100"}
            {"priority":32766,"src":"all","table":"main"}
            """;

        Assert.Equal("v1", Parts.Fib(Routes, """{"priority":9,"src":"all","fwmark":"0x200","fwmask":"0x200","goto":32766}""" + "\n" + Rest).Lookup(Parts.To("1.1.1.1") with { Mark = 0x200 }).Device);
        Assert.Equal("v0", Parts.Fib(Routes, """{"priority":9,"src":"all","goto":30000,"unresolved":null}""" + "\n" + Rest).Lookup(Parts.To("1.1.1.1")).Device);
    }

    [Fact]
    public void Throw_and_suppressed_results_go_on_with_the_next_rule()
    {
        Fib fib = Parts.Fib("""
            {"type":"throw","dst":"10.0.0.0/8","table":"100"}
            {"dst":"default","dev":"v0","table":"101"}
            {"dst":"default","dev":"v1"}
            """, """
            {"priority":1,"src":"all","table":"100"}
            {"priority":2,"src":"all","table":"101","suppress_prefixlen":0}
            {"priority":3,"src":"all","table":"main"}
            """);
        RouteLookup lookup = fib.Lookup(Parts.To("10.1.1.1"));

        Assert.Equal("v1", lookup.Device);
        Assert.Equal(
            [
                "1: from all lookup 100 -> a throw route leaves table 100: throw 10.0.0.0/8 table 100",
                "2: from all lookup 101 suppress_prefixlength 0 -> suppresses default dev v0 table 101",
                "3: from all lookup main -> default dev v1",
            ],
            lookup.Tried.Select(step => step.ToString()));
    }

    [Fact]
    public void Multipath_gives_every_way_with_its_share()
    {
        RouteLookup lookup = Parts.Fib("""{"dst":"10.3.0.0/16","flags":[],"nexthops":[{"gateway":"10.0.0.2","dev":"v0","weight":3,"flags":[]},{"gateway":"10.1.0.2","dev":"v1","weight":1,"flags":[]},{"dev":"v2","weight":9,"flags":["dead","linkdown"]}]}""").Lookup(Parts.To("10.3.0.1"));

        Assert.Equal(["via 10.0.0.2 dev v0 (0.75)", "via 10.1.0.2 dev v1 (0.25)"], lookup.NextHops.Select(path => path.ToString()));
    }

    [Fact]
    public void A_socket_bound_to_a_device_without_a_route_sends_on_its_link()
    {
        RouteLookup lookup = Parts.Fib("""{"type":"prohibit","dst":"default"}""").Lookup(Parts.To("1.1.1.1") with { OutInterface = "v1" });

        Assert.Equal((RouteResult.Found, "v1"), (lookup.Result, lookup.Device));
        Assert.Contains("no usable route", lookup.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_case_a_next_hop_object_that_will_not_do_hides_the_rest_of_its_leaf()
    {
        // Prefixes of any length with the same address share a leaf of the kernel's trie: 0.0.0.0/1 and the default route do.
        Fib fib = Parts.Fib("""
            {"dst":"0.0.0.0/1","nhid":12,"gateway":"10.2.0.22","dev":"d2","table":"100"}
            {"dst":"0.0.0.0/1","gateway":"10.1.0.23","dev":"d1","table":"100","metric":5}
            {"dst":"default","gateway":"10.1.0.24","dev":"d1","table":"100"}
            {"dst":"default","gateway":"10.1.0.25","dev":"d1"}
            """, """
            {"priority":1,"src":"all","table":"100"}
            {"priority":2,"src":"all","table":"main"}
            """);

        Assert.Equal("10.1.0.25", fib.Lookup(Parts.To("20.0.64.120") with { OutInterface = "d1" }).Gateway);
    }

    [Fact]
    public void Kernel_case_suppress_ifgroup_asks_for_the_first_next_hop_whichever_is_used()
    {
        Fib fib = Parts.Fib(
            """{"dst":"default","nexthops":[{"dev":"d0","weight":1,"flags":[]},{"dev":"d2","weight":1,"flags":[]}]}""",
            """{"priority":1,"src":"all","table":"main","suppress_ifgroup":"7"}""",
            """
            {"ifindex":2,"ifname":"d0","flags":["UP"],"group":"default"}
            {"ifindex":3,"ifname":"d2","flags":["UP"],"group":"7"}
            """);

        RouteLookup lookup = fib.Lookup(Parts.To("1.1.1.1") with { OutInterface = "d2" });
        Assert.Equal(("d2", "main"), (lookup.Device, lookup.Table));
    }

    [Fact]
    public void Kernel_case_a_blackhole_object_comes_before_any_device()
    {
        Fib fib = Parts.Fib6("""
            {"type":"blackhole","dst":"2001:db8::/32","nhid":14,"dev":"lo","metric":1024,"flags":[],"pref":"medium"}
            {"dst":"default","gateway":"fd00::1","dev":"d1","metric":1024,"flags":[],"pref":"medium"}
            """);

        Assert.Equal(RouteResult.Blackhole, fib.Lookup(Parts.To("2001:db8::1") with { OutInterface = "d1" }).Result);
    }

    [Fact]
    public void Kernel_case_a_received_packet_counts_as_roots()
    {
        Fib fib = Parts.Fib("""{"dst":"default","dev":"v0","table":"100"}""", """{"priority":9,"src":"all","uid_start":0,"uid_end":10,"table":"100"}""");

        Assert.Equal(RouteResult.Found, fib.Lookup(Parts.To("1.1.1.1") with { InInterface = "v1", Source = IpAddress.Parse("10.0.0.5") }).Result);
    }

    [Fact]
    public void Untouched_rules_leave_it_open_whether_local_and_main_are_searched_as_one()
    {
        RouteLookup lookup = Parts.Fib("""
            {"type":"local","dst":"20.0.0.0/8","dev":"lo","table":"local","scope":"host"}
            {"dst":"20.1.0.0/16","gateway":"10.0.0.2","dev":"d0"}
            """).Lookup(Parts.To("20.1.2.3"));

        Assert.Equal(RouteResult.Unknown, lookup.Result);
        Assert.Equal(["lo", "d0"], lookup.Alternatives.Select(one => one.Device));
    }

    [Fact]
    public void Default_routes_of_equal_metric_are_chosen_by_their_gateways()
    {
        RouteLookup lookup = Parts.Fib("""
            {"dst":"default","gateway":"10.0.0.1","dev":"d0"}
            {"dst":"default","gateway":"10.1.0.1","dev":"d1"}
            """).Lookup(Parts.To("1.1.1.1"));

        Assert.Equal(["10.0.0.1", "10.1.0.1"], lookup.NextHops.Select(path => path.Gateway));
        Assert.Equal("which gateway of the default routes with equal metric answers", Assert.Single(lookup.Conditions));
    }
}
