using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>Which packets the kernel shall report: those of one direction of a connection. What is null is any.</summary>
public sealed record TraceFlow
{
    /// <summary>IPv4 or IPv6; that of the addresses, where there are any.</summary>
    public required IpFamily Family { get; init; }

    /// <summary>The transport protocol.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>Source address.</summary>
    public IpAddress? Source { get; init; }

    /// <summary>Source port.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Destination address.</summary>
    public IpAddress? Destination { get; init; }

    /// <summary>Destination port.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>
    /// How many packets of the flow are reported in a second at most, at each of the places where tracing begins (packets that come in, and packets that are
    /// sent here); null for all. The others pass unreported.
    /// </summary>
    public int? PacketsPerSecond { get; init; }

    /// <summary>True when a packet is of this flow.</summary>
    public bool Matches(Packet packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        return packet.Version == Family
            && (Protocol is null || packet.Transport == Protocol)
            && (Source is null || packet.SourceAddress == Source)
            && (Destination is null || packet.DestinationAddress == Destination)
            && (SourcePort is null || packet.SourcePort == SourcePort)
            && (DestinationPort is null || packet.DestinationPort == DestinationPort);
    }

    /// <summary>The conditions in the words of nft, such as <c>ip saddr 10.0.0.1 tcp dport 80</c>.</summary>
    public override string ToString()
    {
        string family = Family == IpFamily.IPv4 ? "ip" : "ip6";
        List<string> words = [];
        Add(Source, $"{family} saddr");
        Add(Destination, $"{family} daddr");
        bool ports = SourcePort is not null || DestinationPort is not null;
        string protocol = Protocol is Protocol named ? ProtocolName.Of(named) : "th";
        if (Protocol is not null && !ports)
        {
            words.Add($"meta l4proto {protocol}");
        }

        Add(SourcePort, $"{protocol} sport");
        Add(DestinationPort, $"{protocol} dport");
        return words.Count == 0 ? $"meta nfproto {(Family == IpFamily.IPv4 ? "ipv4" : "ipv6")}" : string.Join(' ', words);

        void Add<T>(T? value, string key)
            where T : struct
        {
            if (value is T given)
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{key} {given}"));
            }
        }
    }
}
