using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>Reads a flow as NetPath writes it: <c>tcp 10.244.120.68:52208 -&gt; 10.109.60.134:80</c>.</summary>
internal static class FlowReader
{
    private const string Arrow = "->";

    /// <summary>Reads a flow; both ports must be there where the protocol has some.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Packet? flow)
    {
        flow = null;
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not [string name, string source, Arrow, string destination] || !ProtocolName.TryParse(name, out Protocol protocol))
        {
            return false;
        }

        bool ports = ProtocolName.HasPorts(protocol);
        if (!TryEnd(source, ports, out IpAddress from, out int? sourcePort) || !TryEnd(destination, ports, out IpAddress to, out int? port) || from.Family != to.Family)
        {
            return false;
        }

        flow = new Packet(protocol, from, to, sourcePort, port);
        return true;
    }

    private static bool TryEnd(string text, bool hasPort, out IpAddress address, out int? port)
    {
        port = null;
        if (!hasPort)
        {
            return IpAddress.TryParse(text, out address);
        }

        int colon = text.LastIndexOf(':');
        bool known = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0;
        port = number;
        return IpAddress.TryParse(colon < 0 ? "" : text.AsSpan(0, colon).TrimStart('[').TrimEnd(']'), out address) && known;
    }
}
