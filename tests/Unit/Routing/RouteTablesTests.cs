using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Routing;

/// <summary>Shapes of <c>ip -j route</c> that nodes really print.</summary>
public sealed class RouteTablesTests
{
    [Fact]
    public void Families_mixed_in_one_part_are_told_apart()
    {
        RouteTables tables = Parts.Routes("""
            {"dst":"default","gateway":"172.30.99.1","dev":"eth0","flags":[]}
            {"dst":"default","gateway":"fd00:30:99::1","dev":"eth0","metric":1024,"flags":[],"pref":"medium"}
            {"dst":"default","dev":"tun0","metric":512,"flags":[],"pref":"medium"}
            """);

        Assert.Equal([IpFamily.IPv4, IpFamily.IPv6, IpFamily.IPv6], tables.Routes.Select(route => route.Family));
        Assert.True(tables.Holds(IpFamily.IPv6));
    }

    [Fact]
    public void Numbers_of_dash_N_become_the_same_route()
    {
        Route route = Assert.Single(Parts.Routes("""{"type":"2","dst":"10.0.0.1","dev":"v0","table":"255","protocol":"2","scope":"254","prefsrc":"10.0.0.1","flags":[]}""").Routes);

        Assert.Equal("local 10.0.0.1 dev v0 table local proto kernel scope host src 10.0.0.1", route.ToString());
    }

    [Fact]
    public void A_bare_nhid_is_resolved_through_the_group()
    {
        RouteTables tables = Parts.Routes("""{"dst":"10.14.0.0/16","nhid":40,"flags":[]}""", """
            {"id":30,"gateway":"10.0.0.5","dev":"v0","scope":"link","flags":[]}
            {"id":31,"gateway":"10.1.0.5","dev":"v1","scope":"link","flags":[]}
            {"id":40,"group":[{"id":30,"weight":2},{"id":31,"weight":5}],"flags":[]}
            """);

        Assert.Equal("10.14.0.0/16 nhid 40 nexthop via 10.0.0.5 dev v0 weight 2 nexthop via 10.1.0.5 dev v1 weight 5", Assert.Single(tables.Routes).ToString());
        Assert.Empty(tables.Unread);
    }

    [Fact]
    public void A_bare_nhid_without_its_object_is_a_doubt_and_makes_the_lookup_unknown()
    {
        const string Route = """{"dst":"10.14.0.0/16","nhid":40,"flags":[]}""";

        Assert.Equal("the snapshot does not hold next hop object 40", Assert.Single(Parts.Routes(Route).Unread).Reason);
        Assert.Equal(RouteResult.Unknown, Parts.Fib(Route).Lookup(Parts.To("10.14.0.1")).Result);
    }

    [Theory]
    [InlineData("a dst that is no prefix", """{"dst":"10.0.0.0/99","dev":"v0"}""")]
    [InlineData("no dst at all", """{"dev":"v0"}""")]
    [InlineData("a gateway that is no address", """{"dst":"10.0.0.0/8","gateway":"router","dev":"v0"}""")]
    public void What_is_not_understood_is_kept_and_makes_every_answer_conditional(string name, string json)
    {
        Assert.Equal(json, Assert.Single(Parts.Routes(json).Unread).Evidence.Text);
        RouteLookup lookup = Parts.Fib(json + "\n" + """{"dst":"default","dev":"v1"}""").Lookup(Parts.To("10.1.1.1"));

        Assert.True(lookup.Result == RouteResult.Found, name);
        Assert.Contains(json, Assert.Single(lookup.Conditions));
    }

    [Fact]
    public void A_type_that_is_not_known_makes_the_lookup_unknown()
    {
        RouteLookup lookup = Parts.Fib("""{"type":"xresolve","dst":"10.0.0.0/8","dev":"v0"}""").Lookup(Parts.To("10.1.1.1"));

        Assert.Equal(RouteResult.Unknown, lookup.Result);
        Assert.Contains("xresolve", Assert.Single(lookup.Conditions));
    }

    [Fact]
    public void Cached_exceptions_and_empty_objects_are_no_routes() =>
        Assert.Empty(Parts.Routes("""
            {}
            {"dst":"10.0.0.1","dev":"v0","cache":["cached"]}
            """).Routes);

    [Fact]
    public void Evidence_names_the_line_where_the_object_starts_and_its_text_on_one_line()
    {
        RouteTables tables = RouteTables.Parse(Parts.Raw("host/routing/route4.json", "[ {\n        \"dst\": \"default\",\n        \"dev\": \"v0\"\n    },{\n        \"dst\": \"10.0.0.0/8\",\n        \"dev\": \"v\\u0007\"\n    } ]\n"));

        Assert.Equal(new Evidence("host/routing/route4.json", 1, """{"dst":"default","dev":"v0"}"""), tables.Routes[0].Evidence);
        Assert.Equal(new Evidence("host/routing/route4.json", 4, """{"dst":"10.0.0.0/8","dev":"v\u0007"}"""), tables.Routes[1].Evidence);
    }

    [Theory]
    [InlineData("", "host/routing/route4.json: is empty, although the tool prints at least []; the command probably failed")]
    [InlineData("\nRTNETLINK answers: Operation not permitted", "host/routing/route4.json, line 2: is not the JSON that ip -j prints: RTNETLINK answers: Operation not permitted")]
    [InlineData("[ {\n  \"dst\": \"default\",\n  \"dev\"", "host/routing/route4.json, line 3, column 8: is not complete JSON: \"dev\"")]
    [InlineData("[ 1 ]", "host/routing/route4.json, line 1: holds a value where an object was expected: 1")]
    public void A_part_that_is_no_listing_is_an_error_that_says_where(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SnapshotParseException>(() => RouteTables.Parse(Parts.Raw("host/routing/route4.json", text))).Message);

    [Fact]
    public void Several_arrays_one_after_the_other_are_read_as_one_list() =>
        Assert.Equal(2, RouteTables.Parse(Parts.Raw("host/routing/route4.json", "[{\"dst\":\"default\",\"dev\":\"v0\"}]\n[{\"dst\":\"10.0.0.0/8\",\"dev\":\"v0\"}]\n[]")).Routes.Count);
}
