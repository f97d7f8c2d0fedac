using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.Conntrack;

public sealed class ConntrackFilterTests
{
    private static readonly ConntrackEntry[] Entries =
    [
        Entry("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.96.0.1 sport=1000 dport=80 src=10.1.0.5 dst=172.30.0.1 sport=8080 dport=2000 [ASSURED] mark=0"),
        Entry("tcp 6 9 TIME_WAIT src=192.0.2.9 dst=172.30.0.1 sport=1001 dport=30080 src=10.1.0.5 dst=192.0.2.9 sport=8080 dport=1001 [ASSURED] mark=0"),
        Entry("tcp 6 9 ESTABLISHED src=192.0.2.9 dst=172.30.0.1 sport=1002 dport=30080 src=172.30.0.1 dst=192.0.2.9 sport=30080 dport=1002 [ASSURED] mark=0"),
        Entry("udp 17 9 src=fd00::1 dst=fd00::2 sport=1003 dport=53 [UNREPLIED] src=fd00::2 dst=fd00::1 sport=53 dport=1003 mark=0"),
    ];

    private static readonly Dictionary<string, ConntrackFilter> Filters = new()
    {
        ["no condition"] = new(),
        ["sources"] = new() { Sources = [IpPrefix.Parse("10.0.0.0/8"), IpPrefix.Parse("fd00::/8")] },
        ["destination"] = new() { Destinations = [IpPrefix.Parse("10.96.0.1")] },
        ["who answers"] = new() { ReplySources = [IpPrefix.Parse("10.1.0.5")] },
        ["whom the answer goes to"] = new() { ReplyDestinations = [IpPrefix.Parse("172.30.0.1")] },
        ["source port"] = new() { SourcePorts = [1000, 1003] },
        ["destination port"] = new() { DestinationPorts = [30080] },
        ["protocol"] = new() { Protocols = [Protocol.Udp] },
        ["state"] = new() { States = [state => state == "TIME_WAIT"] },
        ["destination translated, whatever the source"] = new() { Nats = [ConntrackNat.Dnat] },
        ["both translated"] = new() { Nats = [ConntrackNat.Both] },
        ["nothing translated"] = new() { Nats = [ConntrackNat.None] },
        ["an address anywhere"] = new() { Anywhere = new HashSet<IpAddress> { IpAddress.Parse("172.30.0.1") } },
        ["a Service's virtual IP"] = new() { Services = [new ServiceTarget(Protocol.Tcp, IpAddress.Parse("10.96.0.1"), 80)] },
        ["a node port, only where it is translated"] = new() { Services = [new ServiceTarget(Protocol.Tcp, null, 30080)] },
        ["a flow of an unknown source port"] = new() { Flows = [new Packet(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.96.0.1"), null, 80)] },
        ["a flow's answer"] = new() { Flows = [new Packet(Protocol.Tcp, IpAddress.Parse("10.1.0.5"), IpAddress.Parse("172.30.0.1"), 8080, 2000)] },
        ["two conditions"] = new() { Protocols = [Protocol.Tcp], States = [state => state == "ESTABLISHED"], DestinationPorts = [30080] },
    };

    [Theory]
    [InlineData("no condition", "1000 1001 1002 1003")]
    [InlineData("sources", "1000 1003")]
    [InlineData("destination", "1000")]
    [InlineData("who answers", "1000 1001")]
    [InlineData("whom the answer goes to", "1000")]
    [InlineData("source port", "1000 1003")]
    [InlineData("destination port", "1001 1002")]
    [InlineData("protocol", "1003")]
    [InlineData("state", "1001")]
    [InlineData("destination translated, whatever the source", "1000 1001")]
    [InlineData("both translated", "1000")]
    [InlineData("nothing translated", "1002 1003")]
    [InlineData("an address anywhere", "1000 1001 1002")]
    [InlineData("a Service's virtual IP", "1000")]
    [InlineData("a node port, only where it is translated", "1001")]
    [InlineData("a flow of an unknown source port", "1000")]
    [InlineData("a flow's answer", "1000")]
    [InlineData("two conditions", "1002")]
    public void Entries_are_chosen_by_all_conditions(string filter, string expected) =>
        Assert.Equal(expected, string.Join(' ', Entries.Where(Filters[filter].Takes).Select(entry => entry.SourcePort)));

    private static ConntrackEntry Entry(string line)
    {
        Assert.True(ConntrackText.TryParse(line, out ConntrackEntry? entry));
        return entry;
    }
}
