using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Sockets;

namespace NetPath.Core.Tracing;

/// <summary>The namespace around a packet, as rules ask about it while it is walked.</summary>
internal sealed class WalkSurroundings(WalkState state) : PacketSurroundings
{
    public override ListeningSocketTable? Sockets => state.Space.Sockets;

    public override Truth UsesIpsec => state.Space.UsesIpsec;

    public override Truth UsesRealms => state.Space.UsesRealms;

    public override string? InBridgePort => state.BridgePort;

    public override string? OutBridgePort => state.OutBridgePort;

    public override Truth HasBridgeNote
    {
        get
        {
            if (state.InInterface is not string device || device == "lo")
            {
                return Truth.No;
            }

            if (LinkOf(device) is not Link link)
            {
                return Truth.Unknown;
            }

            return link.Kind != "bridge" ? Truth.No : state.Space.AsksRules(link, state.Packet.Version);
        }
    }

    public override Link? LinkOf(string device) => state.Space.Links?.Find(device);

    public override bool? IsUnreachable(IpAddress address) => state.Space.Fib?.Lookup(new RouteQuery { Destination = address, Protocol = 0, SourcePort = 0, DestinationPort = 0 }).Result switch
    {
        null or RouteResult.Unknown => null,
        RouteResult result => result != RouteResult.Found,
    };

    public override IReadOnlyDictionary<IpAddress, RecentEntry>? RecentEntries(string list) => state.Space.RecentEntries(list);

    public override Truth PassesReversePath(ReversePathMatch match) => ReversePathTest.Passes(state, match);
}
