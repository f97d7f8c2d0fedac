using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>Reads a next hop: inside a route, in its <c>nexthops</c> array, or as an object of its own.</summary>
internal static class NextHopParser
{
    // What may stand behind "encap" in a route, in the tool's order; its own table is not told from the route's.
    private static readonly string[] EncapsulationArguments = ["id", "src", "ttl", "hoplimit", "tos", "tc", "mode", "segs", "hmac", "action", "vrftable", "nh4", "nh6"];

    /// <exception cref="FormatException">The gateway is no address.</exception>
    public static NextHop Parse(JsonRow row)
    {
        IReadOnlyList<string> flags = row.Texts("flags");
        return new NextHop
        {
            Device = row.Text("dev"),
            Gateway = Gateway(row),
            Weight = (int)(row.Number("weight") ?? 1),
            OnLink = flags.Contains("onlink"),
            Dead = flags.Contains("dead"),
            LinkDown = flags.Contains("linkdown"),
            Encapsulation = Encapsulation(row),
            Id = row.Number("nhid"),
        };
    }

    private static IpAddress? Gateway(JsonRow row)
    {
        if (row.Text("gateway") is string gateway)
        {
            return IpAddress.Parse(gateway);
        }

        return row.Rows("via") is [JsonRow via, ..] && via.Text("host") is string host ? IpAddress.Parse(host) : null;
    }

    private static string? Encapsulation(JsonRow row) => row.Text("encap") is string kind
        ? string.Join(' ', [kind, .. EncapsulationArguments.Where(name => row.Text(name) is not null).Select(name => $"{name} {row.Text(name)}")])
        : null;
}
