using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Unit.Netfilter;

/// <summary>Surroundings that a test writes down. Only loose mode passes the reverse path test.</summary>
internal sealed class TestSurroundings : PacketSurroundings
{
    public ListeningSocketTable? Listening { get; init; }

    public Truth Ipsec { get; init; } = Truth.Unknown;

    public Truth Realms { get; init; } = Truth.Unknown;

    public Truth Bridge { get; init; } = Truth.Unknown;

    public string? Port { get; init; }

    public Dictionary<string, Link> Links { get; init; } = [];

    public Dictionary<string, Dictionary<IpAddress, RecentEntry>> Recent { get; init; } = [];

    public IpAddress? Unreachable { get; init; }

    public override ListeningSocketTable? Sockets => Listening;

    public override Truth UsesIpsec => Ipsec;

    public override Truth UsesRealms => Realms;

    public override Truth HasBridgeNote => Bridge;

    public override string? InBridgePort => Port;

    public override Link? LinkOf(string device) => Links.GetValueOrDefault(device);

    public override bool? IsUnreachable(IpAddress address) => address == Unreachable;

    public override IReadOnlyDictionary<IpAddress, RecentEntry>? RecentEntries(string list) => Recent.GetValueOrDefault(list);

    public override Truth PassesReversePath(ReversePathMatch match) => TruthLogic.From(match.Loose);
}
