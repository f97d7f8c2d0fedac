using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>To whom a packet goes on a link, and by whom it is sent there.</summary>
/// <param name="Sender">The interface whose IP stack sends it.</param>
/// <param name="Target">The next hop: the gateway, or the destination when that is on the link.</param>
/// <param name="Known">What the sender's neighbour table says of it; null for nothing.</param>
/// <param name="Station">Who answers for it when the sender asks the link; null when the neighbour table tells, or nobody of the snapshot.</param>
internal sealed record Frame(Link Sender, IpAddress Target, Neighbour? Known, Station? Station)
{
    /// <summary>The station's address; null when the snapshot does not tell.</summary>
    public string? MacAddress { get; } = Known is { IsUnresolved: false, MacAddress: string known } ? known : Station?.Link.MacAddress;

    /// <summary>The sender knew the station, and did not ask the link.</summary>
    public bool IsKnown => Station is null && MacAddress is not null;

    /// <summary>True when the frame is for an interface; unknown where one of the addresses was not collected.</summary>
    public bool? IsFor(Link link) => MacAddress is null || link.MacAddress is null ? null : IsSame(link.MacAddress, MacAddress);

    /// <summary>The header as rules see it.</summary>
    public EthernetHeader Header => new(Parse(Sender.MacAddress), Parse(MacAddress));

    /// <summary>True when both are one hardware address.</summary>
    public static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static HardwareAddress? Parse(string? text) => text is not null && HardwareAddress.TryParse(text, out HardwareAddress address) ? address : null;
}
