using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Draws packets to send.</summary>
internal sealed class RandomProbes(Draw draw)
{
    private const int FirstPort = 20000;
    private const int Ports = 4096;

    /// <summary>The next packet.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="sourceFor">The source address that the router selects towards a destination; null when it has no route.</param>
    public Probe Next(uint number, Func<IpAddress, IpAddress?> sourceFor)
    {
        IpFamily family = draw.Family;
        Leaf? sender = draw.Chance(0.25) ? null : draw.Leaf();
        IpAddress destination = draw.Address();
        while (sender is not null && Enumerable.Range(10, 3).Any(host => Layout.Of(sender, host, family) == destination))
        {
            destination = draw.Address();
        }

        IpAddress? source = sender is null ? (draw.Chance(0.2) ? Layout.Router(draw.Leaf(), 1, family) : sourceFor(destination))
            : sender == Layout.Leaves[2] && draw.Chance(0.3) ? Layout.Outside(draw.Host(), family)
            : Layout.Of(sender, draw.Host(), family);
        Protocol protocol = draw.Number(10) switch
        {
            < 5 => Protocol.Tcp,
            < 8 => Protocol.Udp,
            _ => family == IpFamily.IPv4 ? Protocol.Icmp : Protocol.IcmpV6,
        };
        int? port = protocol is Protocol.Tcp or Protocol.Udp ? draw.Pick(Layout.Asked) : null;
        return source is null ? Next(number, sourceFor) : new Probe(number, sender?.Name, protocol, source.Value, destination, FirstPort + (int)(number % Ports), port);
    }
}
