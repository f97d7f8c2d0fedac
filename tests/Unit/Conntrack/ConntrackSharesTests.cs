using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Conntrack;

public sealed class ConntrackSharesTests
{
    private const string Rules =
        """
        *nat
        :POSTROUTING ACCEPT [0:0]
        :cali-POSTROUTING - [0:0]
        -A POSTROUTING -j cali-POSTROUTING
        -A cali-POSTROUTING -p tcp -j MASQUERADE --to-ports 2001-2100
        -A cali-POSTROUTING -j MASQUERADE
        COMMIT

        """;

    private const string Settings =
        """
        net/ipv4/ip_local_port_range = 32768	60999
        net/ipv4/ip_local_reserved_ports = 30000-32999,40000,70000

        """;

    private const string Addresses =
        """
        [{"ifindex":2,"ifname":"eth0","addr_info":[{"family":"inet","local":"10.1.0.5","prefixlen":32,"scope":"global"}]}]
        """;

    [Fact]
    public void Whoever_fills_the_table_is_named()
    {
        ConntrackUsage usage = Node().Host.ConntrackUsage;

        Assert.Equal(
            [
                "client web-1: 60 entries (92.3 %)",
                "client 192.0.2.9: 5 entries (7.7 %)",
                "destination 8.8.8.8: 60 entries (92.3 %)",
                "destination web-1: 5 entries (7.7 %)",
                "endpoint 8.8.8.8: 60 entries (92.3 %)",
                "endpoint web-1: 5 entries (7.7 %)",
            ],
            usage.Shares.Select(share => share.ToString()));
        ConntrackShare asked = usage.Shares.First(share => share.Kind == "Destination");
        Assert.Equal(("8.8.8.8", 53, "Tcp", 60), (asked.Address, asked.Port, asked.Protocol, asked.Unreplied));
    }

    [Fact]
    public void Translated_source_ports_are_held_against_the_rules_range_and_others_against_the_clients_own()
    {
        ConntrackUsage usage = Node().Host.ConntrackUsage;

        Assert.Equal(
            ["172.30.99.11 -> 8.8.8.8:53/tcp: 60 of 100 source ports (60 %)", "192.0.2.9 -> 10.1.0.5:80/tcp: 5 of an unknown number of source ports"],
            usage.SourcePorts.Select(use => use.ToString()));
        Assert.True(usage.SourcePorts[0].IsTranslated);
        Assert.Contains("MASQUERADE --to-ports 2001-2100", usage.SourcePorts[0].Evidence!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_that_are_kept_back_are_not_usable()
    {
        SourcePortRange? range = SourcePortRanges.OfSockets(Node().Host);

        // 32768 to 60999, without 32768 to 32999 and 40000.
        Assert.Equal(28232 - 232 - 1, range?.Count);
        Assert.Equal("host/sysctl.txt:1: net/ipv4/ip_local_port_range = 32768 60999", $"{range?.Evidence}");
    }

    [Fact]
    public void Without_a_rule_that_names_ports_translation_takes_all_from_1024()
    {
        NodeSnapshot node = Builder().Change("host/netfilter/iptables-nft-save.txt", " --to-ports 2001-2100", "").Build();

        SourcePortUse use = node.Host.ConntrackUsage.SourcePorts[0];

        Assert.Equal((64512, 1024, 65535, 0.1), (use.Usable, use.FirstPort, use.LastPort, use.Percent));
        Assert.Null(use.Evidence);
    }

    [Fact]
    public void Entries_that_were_not_collected_leave_no_problem_and_what_is_no_entry_does()
    {
        ConntrackUsage without = Builder().Without("host/conntrack/entries.txt").Build().Host.ConntrackUsage;
        ConntrackUsage damaged = Builder().Append("host/conntrack/entries.txt", "tcp 6 9 EST").Build().Host.ConntrackUsage;

        Assert.Empty(without.Shares);
        Assert.DoesNotContain(without.Problems, problem => problem.Contains("entries", StringComparison.Ordinal));
        Assert.Contains("1 lines of host/conntrack/entries.txt are no entries of connection tracking, and were not counted; the first is line 66: tcp 6 9 EST", damaged.Problems);
        Assert.Equal(65, damaged.Shares.Where(share => share.Kind == "Client").Sum(share => share.Entries));
    }

    private static NodeSnapshot Node() => Builder().Build();

    private static NodeBuilder Builder() => new NodeBuilder()
        .Pod("web-1", 42, 3)
        .With("host/sysctl.txt", Settings)
        .With("host/netfilter/iptables-nft-save.txt", Rules)
        .With("pods/42/links/address.json", Addresses)
        .With("host/conntrack/entries.txt", string.Concat(
            Enumerable.Range(0, 60).Select(number => $"ipv4 2 tcp 6 9 SYN_SENT src=10.1.0.5 dst=8.8.8.8 sport={40000 + number} dport=53 [UNREPLIED] src=8.8.8.8 dst=172.30.99.11 sport=53 dport={2001 + number} mark=0 use=1\n")
            .Concat(Enumerable.Range(0, 5).Select(number => $"ipv4 2 tcp 6 9 TIME_WAIT src=192.0.2.9 dst=10.1.0.5 sport={50000 + number} dport=80 src=10.1.0.5 dst=192.0.2.9 sport=80 dport={50000 + number} [ASSURED] mark=0 use=1\n"))));
}
