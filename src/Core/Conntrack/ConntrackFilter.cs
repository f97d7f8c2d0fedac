using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Conntrack;

/// <summary>Chooses entries. Each property that is not empty is a condition, of which one value must fit; all conditions must hold.</summary>
internal sealed record ConntrackFilter
{
    /// <summary>Networks of the client: the source as it was sent.</summary>
    public IReadOnlyList<IpPrefix> Sources { get; init; } = [];

    /// <summary>Networks of what was asked for: the destination as it was sent.</summary>
    public IReadOnlyList<IpPrefix> Destinations { get; init; } = [];

    /// <summary>Networks of who answers: behind a Service, its endpoints.</summary>
    public IReadOnlyList<IpPrefix> ReplySources { get; init; } = [];

    /// <summary>Networks of whom the answerer sees: behind a masquerade, the node.</summary>
    public IReadOnlyList<IpPrefix> ReplyDestinations { get; init; } = [];

    /// <summary>Source ports as they were sent.</summary>
    public IReadOnlyList<int> SourcePorts { get; init; } = [];

    /// <summary>Destination ports as they were sent.</summary>
    public IReadOnlyList<int> DestinationPorts { get; init; } = [];

    /// <summary>Transport protocols.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = [];

    /// <summary>Tests of the state's name; an entry without a state fits none.</summary>
    public IReadOnlyList<Func<string, bool>> States { get; init; } = [];

    /// <summary>Translations: an entry fits that has all of one value, and fits None when it has none.</summary>
    public IReadOnlyList<ConntrackNat> Nats { get; init; } = [];

    /// <summary>What Services are reached by.</summary>
    public IReadOnlyList<ServiceTarget> Services { get; init; } = [];

    /// <summary>Addresses that stand anywhere in the entry.</summary>
    public IReadOnlySet<IpAddress> Anywhere { get; init; } = new HashSet<IpAddress>();

    /// <summary>Flows: an entry fits whose one direction is of the flow. An unknown port and an unspecified address of it fit any.</summary>
    public IReadOnlyList<Packet> Flows { get; init; } = [];

    /// <summary>True when the entry fits.</summary>
    public bool Takes(ConntrackEntry entry) =>
        Fits(Sources, entry.Original.SourceAddress)
        && Fits(Destinations, entry.Original.DestinationAddress)
        && Fits(ReplySources, entry.Reply.SourceAddress)
        && Fits(ReplyDestinations, entry.Reply.DestinationAddress)
        && Fits(SourcePorts, entry.SourcePort)
        && Fits(DestinationPorts, entry.DestinationPort)
        && (Protocols.Count == 0 || Protocols.Contains(entry.Transport))
        && (States.Count == 0 || (entry.State is string state && States.Any(test => test(state))))
        && (Nats.Count == 0 || Nats.Any(wanted => wanted == ConntrackNat.None ? entry.NatKind == wanted : entry.NatKind.HasFlag(wanted)))
        && (Services.Count == 0 || Services.Any(service => service.Is(entry)))
        && (Anywhere.Count == 0 || IsAnywhere(entry))
        && (Flows.Count == 0 || Flows.Any(flow => IsOf(flow, entry)));

    private static bool Fits(IReadOnlyList<IpPrefix> networks, IpAddress address)
    {
        for (int i = 0; i < networks.Count; i++)
        {
            if (networks[i].Contains(address))
            {
                return true;
            }
        }

        return networks.Count == 0;
    }

    private static bool Fits(IReadOnlyList<int> ports, int? port) => ports.Count == 0 || (port is int number && ports.Contains(number));

    private bool IsAnywhere(ConntrackEntry entry) =>
        Anywhere.Contains(entry.Original.SourceAddress) || Anywhere.Contains(entry.Original.DestinationAddress)
        || Anywhere.Contains(entry.Reply.SourceAddress) || Anywhere.Contains(entry.Reply.DestinationAddress);

    private static bool IsOf(Packet flow, ConntrackEntry entry) =>
        flow.Transport == entry.Transport && (IsOf(flow, entry.Original) || IsOf(flow, entry.Reply));

    private static bool IsOf(Packet flow, ConntrackFlow direction) =>
        Same(flow.SourceAddress, direction.SourceAddress) && Same(flow.DestinationAddress, direction.DestinationAddress)
        && Same(flow.SourcePort, direction.SourcePort) && Same(flow.DestinationPort, direction.DestinationPort);

    private static bool Same(IpAddress asked, IpAddress address) => asked.IsUnspecified() || asked == address;

    private static bool Same(int? asked, int? port) => asked is null || asked == port;
}
