using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.Netfilter;

/// <summary>Addresses and ports out of ranges. The expected values are what Linux 6.18 took for just these packets, in both backends.</summary>
public class NatSelectionTests
{
    [Theory]
    [InlineData("10.1.0.2", "10.9.0.1", "10.2.1.0", "10.2.1.9", false, "10.2.1.2")]
    [InlineData("10.1.0.3", "10.9.0.1", "10.2.1.0", "10.2.1.9", false, "10.2.1.8")]
    [InlineData("10.1.0.2", "10.9.0.2", "10.2.1.0", "10.2.1.9", true, "10.2.1.1")]
    [InlineData("10.1.0.3", "10.9.0.2", "10.2.1.0", "10.2.1.9", true, "10.2.1.8")]
    [InlineData("fd01::2", "fd09::1", "fd02::1:0", "fd02::5:ffff", false, "fd02::3:e61d")]
    [InlineData("fd01::2", "fd09::2", "fd02::1:0", "fd02::5:ffff", true, "fd02::3:a512")]
    public void A_destination_out_of_a_range(string source, string destination, string first, string last, bool persistent, string chosen) =>
        Assert.Equal(chosen, Choose(source, destination, first, last, forDestination: true, persistent));

    [Theory]
    [InlineData("10.1.0.2", "10.2.1.1", "10.2.2.0", "10.2.2.200", false, "10.2.2.2")]
    [InlineData("10.1.0.3", "10.2.1.1", "10.2.2.0", "10.2.2.200", false, "10.2.2.103")]
    [InlineData("10.1.0.2", "10.2.1.1", "10.2.2.0", "10.2.2.200", true, "10.2.2.26")]
    [InlineData("10.1.0.3", "10.2.1.1", "10.2.2.0", "10.2.2.200", true, "10.2.2.163")]
    [InlineData("fd01::2", "fd02::77", "fd0a::1:0", "fd0c::5:ffff", false, "fd0b:3299:994c:8a7e:994c:8a7e:994c:8a7e")]
    public void A_source_out_of_a_range(string source, string destination, string first, string last, bool persistent, string chosen) =>
        Assert.Equal(chosen, Choose(source, destination, first, last, forDestination: false, persistent));

    [Theory]
    [InlineData("one port", "-j DNAT --to-destination 10.2.1.1:80", 5, 80)]
    [InlineData("one port, drawn", "-j DNAT --to-destination 10.2.1.1:80 --random", 5, 80)]
    [InlineData("a port in the range stays", "-j DNAT --to-destination 10.2.1.1:1000-1100", 1060, 1060)]
    [InlineData("another becomes the first", "-j DNAT --to-destination 10.2.1.1:1000-1100", 5, 1000)]
    [InlineData("ports are shifted", "-j DNAT --to-destination 10.2.1.1:1000-1100/1050", 1060, 1010)]
    [InlineData("ports below the base come round", "-j DNAT --to-destination 10.2.1.1:1000-1100/1050", 1010, 1048)]
    [InlineData("no port stays", "-j DNAT --to-destination 10.2.1.1", 5, 5)]
    [InlineData("a drawn one is not known", "-j DNAT --to-destination 10.2.1.1:1000-1100 --random", 1060, null)]
    [InlineData("REDIRECT", "-j REDIRECT --to-ports 8080", 80, 8080)]
    [InlineData("REDIRECT to a range", "-j REDIRECT --to-ports 8080-8090", 80, 8080)]
    public void A_destination_port(string what, string target, int asked, int? port)
    {
        Connection? connection = Translate(target, RuleBench.Packet with { DestinationPort = asked });

        Assert.True(connection?.Reply.SourcePort == port, $"{what}: {connection?.Reply}");
    }

    [Theory]
    [InlineData("kept", "-j SNAT --to-source 10.2.2.1", "10.2.2.1", 40000)]
    [InlineData("drawn", "-j SNAT --to-source 10.2.2.1 --random-fully", "10.2.2.1", null)]
    [InlineData("a source in the range stays", "-j SNAT --to-source 10.0.0.0-10.0.0.200", "10.0.0.1", 40000)]
    [InlineData("a source in the range, but not with its port", "-j SNAT --to-source 10.0.0.1-10.0.0.1:80", "10.0.0.1", 80)]
    [InlineData("only the port", "-j SNAT --to-source :4000", "10.0.0.1", 4000)]
    [InlineData("a port in the range stays", "-j SNAT --to-source 10.2.2.1:40000-40010", "10.2.2.1", 40000)]
    [InlineData("another is drawn", "-j SNAT --to-source 10.2.2.1:3000-3010", "10.2.2.1", null)]
    [InlineData("the interface's address", "-j MASQUERADE", "192.0.2.10", 40000)]
    [InlineData("the interface's address and a port", "-j MASQUERADE --to-ports 3000", "192.0.2.10", 3000)]
    public void A_source(string what, string target, string source, int? port)
    {
        Connection? connection = Translate(target, RuleBench.Packet);

        Assert.True(connection?.Reply.Destination == source && connection.Reply.DestinationPort == port, $"{what}: {connection?.Reply}");
    }

    [Fact]
    public void NETMAP_writes_the_destination_before_the_route_and_the_source_behind_it()
    {
        Assert.Equal("tcp 10.7.0.2:80 -> 10.0.0.1:40000", Translate("-j NETMAP --to 10.7.0.0/24", RuleBench.Packet, Hook.Prerouting)!.Reply.ToString());
        Assert.Equal("tcp 10.0.0.2:80 -> 10.7.0.1:40000", Translate("-j NETMAP --to 10.7.0.0/24", RuleBench.Packet, Hook.Postrouting)!.Reply.ToString());
    }

    private static string Choose(string source, string destination, string first, string last, bool forDestination, bool persistent) => NatSelection.Address(
        IpAddress.Parse(first),
        IpAddress.Parse(last),
        new Packet(Protocol.Udp, IpAddress.Parse(source), IpAddress.Parse(destination), 1234, 80),
        forDestination,
        persistent,
        zone: 0).ToString();

    private static Connection? Translate(string target, Packet packet, Hook hook = Hook.Prerouting)
    {
        string chain = hook.ToString().ToUpperInvariant();
        Ruleset ruleset = RuleBench.Read($"*nat\n:{chain} ACCEPT [0:0]\n-A {chain} -p tcp {target}\nCOMMIT\n");
        EvaluationContext context = RuleBench.Context with { Hook = hook, Packet = packet, Connection = new Connection { Original = packet, Reply = packet.Reversed() } };
        return Assert.Single(TableEvaluator.Run(ruleset, TableKind.Nat, context)).Connection;
    }
}
