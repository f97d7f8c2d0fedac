using NetPath.Core.Routing;
using Xunit;

namespace NetPath.Unit.Routing;

/// <summary>Routes as iproute2 6.1 printed them on Linux 6.18, as JSON (-j -d) and as text.</summary>
public sealed class RouteTextTests
{
    [Theory]
    [InlineData("throw 10.7.0.0/16 table 12345", """{"type":"throw","dst":"10.7.0.0/16","table":"12345","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("prohibit 10.6.0.0/16 table 100", """{"type":"prohibit","dst":"10.6.0.0/16","table":"100","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("default via 10.0.0.254 dev v0", """{"type":"unicast","dst":"default","gateway":"10.0.0.254","dev":"v0","table":"main","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("10.2.0.0/16 via 10.0.0.2 dev v0 proto bird metric 100 mtu 1400", """{"type":"unicast","dst":"10.2.0.0/16","gateway":"10.0.0.2","dev":"v0","table":"main","protocol":"bird","scope":"global","metric":100,"flags":[],"metrics":[{"mtu":1400,"advmss":1300}]}""")]
    [InlineData("10.3.0.0/16 nexthop via 10.0.0.2 dev v0 weight 3 nexthop via 10.1.0.2 dev v1 weight 1", """{"type":"unicast","dst":"10.3.0.0/16","table":"main","protocol":"boot","scope":"global","flags":[],"nexthops":[{"gateway":"10.0.0.2","dev":"v0","weight":3,"flags":[]},{"gateway":"10.1.0.2","dev":"v1","weight":1,"flags":[]}]}""")]
    [InlineData("blackhole 10.4.0.0/16 proto 80", """{"type":"blackhole","dst":"10.4.0.0/16","table":"main","protocol":"80","scope":"global","flags":[]}""")]
    [InlineData("unreachable 10.5.0.0/16", """{"type":"unreachable","dst":"10.5.0.0/16","table":"main","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("10.8.0.0/16 tos 0x10 via 10.0.0.3 dev v0 src 10.0.0.9", """{"type":"unicast","dst":"10.8.0.0/16","tos":"0x10","gateway":"10.0.0.3","dev":"v0","table":"main","protocol":"boot","scope":"global","prefsrc":"10.0.0.9","flags":[]}""")]
    [InlineData("10.9.0.0/16 via inet6 fd00::2 dev v0", """{"type":"unicast","dst":"10.9.0.0/16","via":{"family":"inet6","host":"fd00::2"},"dev":"v0","table":"main","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("10.9.9.2 dev w0 proto kernel scope link src 10.9.9.1", """{"type":"unicast","dst":"10.9.9.2","dev":"w0","table":"main","protocol":"kernel","scope":"link","prefsrc":"10.9.9.1","flags":[]}""")]
    [InlineData("10.10.0.0/16 via 77.1.1.1 dev v0 onlink", """{"type":"unicast","dst":"10.10.0.0/16","gateway":"77.1.1.1","dev":"v0","table":"main","protocol":"boot","scope":"global","flags":["onlink"]}""")]
    [InlineData("10.12.0.0/16 encap ip id 100 src 0.0.0.0 ttl 0 tos 0 dev v0 scope link", """{"type":"unicast","dst":"10.12.0.0/16","encap":"ip","id":100,"src":"0.0.0.0","dst":"10.0.0.2","ttl":0,"tos":0,"dev":"v0","table":"main","protocol":"boot","scope":"link","flags":[]}""")]
    [InlineData("10.13.0.0/16 nhid 30 via 10.0.0.5 dev v0", """{"type":"unicast","dst":"10.13.0.0/16","nhid":30,"gateway":"10.0.0.5","dev":"v0","table":"main","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("10.14.0.0/16 nhid 40 nexthop via 10.0.0.5 dev v0 weight 2 nexthop via 10.1.0.5 dev v1 weight 5", """{"type":"unicast","dst":"10.14.0.0/16","nhid":40,"table":"main","protocol":"boot","scope":"global","flags":[],"nexthops":[{"gateway":"10.0.0.5","dev":"v0","weight":2,"flags":[]},{"gateway":"10.1.0.5","dev":"v1","weight":5,"flags":[]}]}""")]
    [InlineData("blackhole 10.15.0.0/16 nhid 32 dev lo", """{"type":"blackhole","dst":"10.15.0.0/16","nhid":32,"dev":"lo","table":"main","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("10.16.0.0/16 nhid 50 via inet6 fd00::7 dev v0", """{"type":"unicast","dst":"10.16.0.0/16","nhid":50,"via":{"family":"inet6","host":"fd00::7"},"dev":"v0","table":"main","protocol":"boot","scope":"global","flags":[]}""")]
    [InlineData("192.168.1.0/24 dev v2 proto kernel scope link src 192.168.1.1 linkdown", """{"type":"unicast","dst":"192.168.1.0/24","dev":"v2","table":"main","protocol":"kernel","scope":"link","prefsrc":"192.168.1.1","flags":["linkdown"]}""")]
    [InlineData("local 10.0.0.1 dev v0 table local proto kernel scope host src 10.0.0.1", """{"type":"local","dst":"10.0.0.1","dev":"v0","table":"local","protocol":"kernel","scope":"host","prefsrc":"10.0.0.1","flags":[]}""")]
    [InlineData("local 10.1.0.1 dev v1 table local proto kernel scope host src 10.1.0.1", """{"type":"local","dst":"10.1.0.1","dev":"v1","table":"local","protocol":"kernel","scope":"host","prefsrc":"10.1.0.1","flags":[]}""")]
    [InlineData("throw fd08::/64 dev lo table 100 metric 1024 pref medium", """{"type":"throw","dst":"fd08::/64","dev":"lo","table":"100","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"medium"}""")]
    [InlineData("default from fd07::/64 via fd00::3 dev v0 metric 1024 pref medium", """{"type":"unicast","dst":"default","from":"fd07::/64","gateway":"fd00::3","dev":"v0","table":"main","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"medium"}""")]
    [InlineData("fd00::/64 dev v0 proto kernel metric 256 pref medium", """{"type":"unicast","dst":"fd00::/64","dev":"v0","table":"main","protocol":"kernel","scope":"global","metric":256,"flags":[],"pref":"medium"}""")]
    [InlineData("fd02::/64 nhid 52 metric 1024 pref medium nexthop via fd00::7 dev v0 weight 1 nexthop via fd01::7 dev v1 weight 1", """{"type":"unicast","dst":"fd02::/64","nhid":52,"table":"main","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"medium","nexthops":[{"gateway":"fd00::7","dev":"v0","weight":1,"flags":[]},{"gateway":"fd01::7","dev":"v1","weight":1,"flags":[]}]}""")]
    [InlineData("fd03::/64 metric 1024 pref medium nexthop via fd00::2 dev v0 weight 2 nexthop via fd01::2 dev v1 weight 1", """{"type":"unicast","dst":"fd03::/64","table":"main","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"medium","nexthops":[{"gateway":"fd00::2","dev":"v0","weight":2,"flags":[]},{"gateway":"fd01::2","dev":"v1","weight":1,"flags":[]}]}""")]
    [InlineData("blackhole fd04::/64 dev lo metric 1024 pref medium", """{"type":"blackhole","dst":"fd04::/64","dev":"lo","table":"main","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"medium"}""")]
    [InlineData("fd09::/64 via fd00::4 dev v0 metric 1024 pref high", """{"type":"unicast","dst":"fd09::/64","gateway":"fd00::4","dev":"v0","table":"main","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"high"}""")]
    [InlineData("fd10::/64 dev v1 src fd01::1 metric 1024 mtu 1300 pref medium", """{"type":"unicast","dst":"fd10::/64","dev":"v1","table":"main","protocol":"boot","scope":"global","prefsrc":"fd01::1","metric":1024,"flags":[],"metrics":[{"mtu":1300}],"pref":"medium"}""")]
    [InlineData("fd12::/64 nhid 50 via fd00::7 dev v0 metric 1024 pref medium", """{"type":"unicast","dst":"fd12::/64","nhid":50,"gateway":"fd00::7","dev":"v0","table":"main","protocol":"boot","scope":"global","metric":1024,"flags":[],"pref":"medium"}""")]
    [InlineData("fe80::/64 dev w0 proto kernel metric 256 pref medium", """{"type":"unicast","dst":"fe80::/64","dev":"w0","table":"main","protocol":"kernel","scope":"global","metric":256,"flags":[],"pref":"medium"}""")]
    [InlineData("local fd00::1 dev v0 table local proto kernel metric 0 pref medium", """{"type":"local","dst":"fd00::1","dev":"v0","table":"local","protocol":"kernel","scope":"global","metric":0,"flags":[],"pref":"medium"}""")]
    public void A_route_reads_as_ip_route_prints_it(string expected, string json) =>
        Assert.Equal(expected, Assert.Single(Parts.Routes(json).Routes).ToString());
}
