using NetPath.Core.Routing;
using Xunit;

namespace NetPath.Unit.Routing;

/// <summary>Policy rules as iproute2 6.1 printed them on Linux 6.18, as JSON and as text. Who made a rule, and realms, are left out.</summary>
public sealed class PolicyRuleTextTests
{
    [Theory]
    [InlineData("0: from all lookup local", """{"priority":0,"src":"all","table":"local","protocol":"kernel"}""")]
    [InlineData("100: from 10.0.0.0/8 to 10.1.0.0/16 tos 0x10 fwmark 0x1/0xf iif v0 oif v1 lookup 100", """{"priority":100,"src":"10.0.0.0","srclen":8,"dst":"10.1.0.0","dstlen":16,"tos":"0x10","fwmark":"0x1","fwmask":"0xf","iif":"v0","oif":"v1","table":"100","protocol":"unspec"}""")]
    [InlineData("101: not from 10.0.0.0/8 lookup 100 suppress_prefixlength 0", """{"priority":101,"not":null,"src":"10.0.0.0","srclen":8,"table":"100","suppress_prefixlen":0,"protocol":"unspec"}""")]
    [InlineData("102: from all ipproto tcp sport 100-200 dport 80 lookup 12345", """{"priority":102,"src":"all","ipproto":"tcp","sport_start":100,"sport_end":200,"dport":80,"table":"12345","protocol":"unspec"}""")]
    [InlineData("103: from all goto 32766", """{"priority":103,"src":"all","goto":32766,"protocol":"unspec"}""")]
    [InlineData("104: from all blackhole", """{"priority":104,"src":"all","action":"blackhole","protocol":"unspec"}""")]
    [InlineData("105: from all prohibit", """{"priority":105,"src":"all","action":"prohibit","protocol":"unspec"}""")]
    [InlineData("106: from all unreachable", """{"priority":106,"src":"all","action":"unreachable","protocol":"unspec"}""")]
    [InlineData("107: from all nop", """{"priority":107,"src":"all","nop":null,"protocol":"unspec"}""")]
    [InlineData("108: from all lookup [l3mdev-table]", """{"priority":108,"src":"all","l3mdev":null,"protocol":"unspec"}""")]
    [InlineData("109: from all uidrange 0-10 tun_id 7 lookup 100", """{"priority":109,"src":"all","uid_start":0,"uid_end":10,"tun_id":7,"table":"100","protocol":"unspec"}""")]
    [InlineData("110: from all lookup 100 suppress_ifgroup 5", """{"priority":110,"src":"all","table":"100","suppress_ifgroup":"5","protocol":"unspec"}""")]
    [InlineData("111: from all fwmark 0x3 goto 30000", """{"priority":111,"src":"all","fwmark":"0x3","goto":30000,"unresolved":null,"protocol":"unspec"}""")]
    [InlineData("112: from all iif nope [detached] lookup 100", """{"priority":112,"src":"all","iif":"nope","iif_detached":null,"table":"100","protocol":"unspec"}""")]
    [InlineData("113: from 10.1.1.1 lookup 100", """{"priority":113,"src":"10.1.1.1","table":"100","flow_to":"3","protocol":"bird"}""")]
    [InlineData("32766: from all lookup main", """{"priority":32766,"src":"all","table":"main","protocol":"kernel"}""")]
    [InlineData("32767: from all lookup default", """{"priority":32767,"src":"all","table":"default","protocol":"kernel"}""")]
    public void A_rule_reads_as_ip_rule_prints_it(string expected, string json) =>
        Assert.Equal(expected, Assert.Single(Parts.Rules(json).Rules).ToString());
}
