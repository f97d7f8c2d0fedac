using System.Globalization;
using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Lab.KernelTracing;
using NetPath.Linux.Conntrack;
using Xunit;

namespace NetPath.Lab.Conntrack;

/// <summary>What NetPath reads of the kernel's table, over netlink and as text, is what <c>conntrack -L</c> shows of it.</summary>
public sealed class ConntrackEntriesAgainstToolTests
{
    private const string Entries =
        """
        sysctl -qw net.netfilter.nf_conntrack_acct=1 net.netfilter.nf_conntrack_timestamp=1
        iptables-nft -t nat -A OUTPUT -p udp --dport 5300 -j DNAT --to-destination 127.0.0.1:5301
        iptables-nft -t nat -A POSTROUTING -p udp --dport 5302 -j SNAT --to-source 127.0.0.9:7777
        iptables-nft -t nat -A OUTPUT -p udp --dport 5303 -j DNAT --to-destination 127.0.0.7:5304
        iptables-nft -t nat -A POSTROUTING -p udp --dport 5304 -j SNAT --to-source 127.0.0.9
        for port in 5300 5302 5303; do perl -MIO::Socket::INET -e 'IO::Socket::INET->new(PeerAddr => "127.0.0.2", PeerPort => shift, Proto => "udp")->send("x")' $port; done
        conntrack -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 --state ESTABLISHED -t 1000 -m 5 -w 7 --status ASSURED,SEEN_REPLY
        conntrack -I -p tcp -s 10.0.0.1 -d 10.96.0.2 --sport 1000 --dport 80 --state SYN_SENT -t 1000 --dst-nat 10.0.0.3:8080
        conntrack -I -p tcp -s 10.0.0.4 -d 10.96.0.2 --sport 1000 --dport 80 --state TIME_WAIT -t 1000 --src-nat 192.0.2.1:2000
        conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 53 -t 100 --orig-zone 3
        conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1001 --dport 53 -t 100 --reply-zone 4
        conntrack -I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 100
        conntrack -I -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 78 -t 100
        conntrack -I -p udp -s fd00::1 -d fd00::2 --sport 1001 --dport 53 -t 100 -m 4294967295
        conntrack -I -p tcp -s fd00::1 -d fd00::2 --sport 1001 --dport 53 --state CLOSE_WAIT -t 100
        conntrack -I -p gre -s 10.0.0.9 -d 10.0.0.10 --srckey 0x11 --dstkey 0x12 -t 100
        conntrack -I -p sctp -s 10.0.0.9 -d 10.0.0.10 --sport 5 --dport 6 --state ESTABLISHED --orig-vtag 1 --reply-vtag 2 -t 100
        conntrack -I -p 99 -s 10.0.0.9 -d 10.0.0.10 -t 100
        """;

    private readonly LabNode _lab;

    public ConntrackEntriesAgainstToolTests(LabNode lab) => _lab = lab;

    [Fact]
    public void Each_field_that_the_tool_shows_is_the_same()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        space.Run(Entries).OrFail();

        ConntrackEntry[] live = Live(space);
        string[] shown = Lines(space.Run("conntrack -L -o extended,id").OrFail().Text);
        string[] proc = Lines(space.Run("cat /proc/net/nf_conntrack").OrFail().Text);

        Assert.Equal(15, live.Length);
        Assert.Equal(shown.Select(Comparable).Order(StringComparer.Ordinal), live.Select(entry => Comparable(ToolLine(entry, withId: true))).Order(StringComparer.Ordinal));
        Assert.Equal(shown.Select(Comparable).Order(StringComparer.Ordinal), shown.Select(Read).Select(entry => Comparable(ToolLine(entry, withId: true))).Order(StringComparer.Ordinal));
        Assert.Equal(live.Select(entry => ToolLine(entry, withId: false)).Select(Comparable).Order(StringComparer.Ordinal), proc.Select(Read).Select(entry => Comparable(ToolLine(entry, withId: false))).Order(StringComparer.Ordinal));
        Assert.Equal((10, 2, 2, 1), (Count(ConntrackNat.None), Count(ConntrackNat.Dnat), Count(ConntrackNat.Snat), Count(ConntrackNat.Both)));
        Assert.All(live, entry => Assert.NotNull(entry.Started));
        Assert.All(live, entry => Assert.InRange(entry.TimeOutSeconds ?? -1, 1, 1000));

        int Count(ConntrackNat kind) => live.Count(entry => entry.NatKind == kind);
    }

    [Fact]
    public void Flags_that_only_the_kernel_tells_are_those_of_translation()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        space.Run(Entries).OrFail();

        Assert.All(Live(space), entry =>
        {
            Assert.Equal(entry.NatKind.HasFlag(ConntrackNat.Dnat), entry.Flags.HasFlag(ConntrackStatus.DestinationNat));
            Assert.Equal(entry.NatKind.HasFlag(ConntrackNat.Snat), entry.Flags.HasFlag(ConntrackStatus.SourceNat));
        });
    }

    [Fact]
    public void Thousands_of_entries_come_each_once_and_reading_ends_when_it_is_cancelled()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        string file = Path.GetTempFileName();
        File.WriteAllLines(file, Enumerable.Range(0, 5000).Select(number => $"-I -p udp -s 10.0.{number / 250}.{number % 250} -d 10.0.0.2 --sport 1000 --dport 53 -t 100"));
        space.Run($"conntrack -R {file}").OrFail();
        File.Delete(file);
        using CancellationTokenSource source = new();
        using ConntrackDump dump = ConntrackDump.Open(space.Handle, "test", isHost: false);

        Assert.Equal(5000, Live(space).Select(entry => entry.Source).Distinct().Count());
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (ConntrackEntry entry in dump.Entries(source.Token))
            {
                Assert.Equal("test", entry.Namespace);
                source.Cancel();
            }
        });
    }

    private static ConntrackEntry[] Live(PrivateNamespace space)
    {
        using ConntrackDump dump = ConntrackDump.Open(space.Handle, "test", isHost: false);
        ConntrackEntry[] entries = [.. dump.Entries(TestContext.Current.CancellationToken)];
        Assert.Equal((0, false), (dump.Unread, dump.Incomplete));
        return entries;
    }

    private static ConntrackEntry Read(string line)
    {
        Assert.True(ConntrackText.TryParse(line, out ConntrackEntry? entry), line);
        Assert.DoesNotContain(entry.OtherFields, field => !field.StartsWith('['));
        return entry;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of a line without what passes (the time) or is no entry's (its users), and without the words that the tools have for the protocol.</summary>
    private static string Comparable(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(3)
        .Where((word, place) => place != 1 && !word.StartsWith("use=", StringComparison.Ordinal) && !word.StartsWith("delta-time=", StringComparison.Ordinal)));

    /// <summary>An entry as <c>conntrack -o extended,id</c> writes it.</summary>
    private static string ToolLine(ConntrackEntry entry, bool withId)
    {
        bool both = entry.ZoneDirection == "Both";
        IEnumerable<string?> words =
        [
            entry.Original.SourceAddress.Family == IpFamily.IPv4 ? "ipv4 2" : "ipv6 10", "protocol",
            $"{(int)entry.Transport} {entry.TimeOutSeconds}", entry.State,
            Direction(entry.Original), entry.ZoneDirection == "Original" ? $"zone-orig={entry.Zone}" : null, Counters(entry.Original),
            entry.Flags.HasFlag(ConntrackStatus.SeenReply) ? null : "[UNREPLIED]",
            Direction(entry.Reply), entry.ZoneDirection == "Reply" ? $"zone-reply={entry.Zone}" : null, Counters(entry.Reply),
            entry.Flags.HasFlag(ConntrackStatus.Assured) ? "[ASSURED]" : null,
            $"mark={entry.Mark}", both && entry.Zone != 0 ? $"zone={entry.Zone}" : null, withId ? $"id={entry.Id}" : null,
        ];
        return string.Join(' ', words.OfType<string>());
    }

    private static string Direction(ConntrackFlow flow)
    {
        string numbers = flow.SourcePort is int port ? $" sport={port} dport={flow.DestinationPort}"
            : flow.IcmpId is int id ? $" type={flow.IcmpType} code={flow.IcmpCode} id={id}"
            : flow.SourceKey is int key ? string.Create(CultureInfo.InvariantCulture, $" srckey=0x{key:x} dstkey=0x{flow.DestinationKey:x}")
            : "";
        return $"src={flow.Source} dst={flow.Destination}{numbers}";
    }

    private static string? Counters(ConntrackFlow flow) => flow.Packets is null ? null : $"packets={flow.Packets} bytes={flow.Bytes}";
}
