using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>Makes routes of the objects that <c>ip -j route</c> prints.</summary>
internal sealed class RouteParser
{
    // rtnetlink.h; -N prints the numbers.
    private static readonly string[] TypeNumbers = ["none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw"];
    private static readonly Dictionary<string, string> ProtocolNumbers = new() { ["0"] = "unspec", ["1"] = "redirect", ["2"] = "kernel", ["3"] = "boot", ["4"] = "static" };
    private static readonly Dictionary<string, string> ScopeNumbers = new() { ["0"] = "global", ["200"] = "site", ["253"] = "link", ["254"] = "host", ["255"] = "nowhere" };

    private readonly NextHopObjects _objects;

    public RouteParser(NextHopObjects objects) => _objects = objects;

    public void Parse(SnapshotPart part, IpFamily family, List<Route> routes, List<UnreadEntry> unread)
    {
        foreach (JsonRow row in JsonListing.Read(part))
        {
            // A cached exception (path MTU, redirect) is no route of a table.
            if (row.Has("cache"))
            {
                continue;
            }

            try
            {
                Route route = Parse(row, FamilyOf(row, family));
                routes.Add(route);
                Report(route, row, unread);
            }
            catch (FormatException error)
            {
                unread.Add(new UnreadEntry($"a route that is not understood ({error.Message.TrimEnd('.')})", row.Evidence));
            }
        }
    }

    private Route Parse(JsonRow row, IpFamily family)
    {
        string table = row.Text("table") ?? "main";
        long? id = row.Number("nhid");
        List<NextHop>? hops = NextHops(row, id);
        RouteType type = TypeOf(row.Text("type"));
        return new Route
        {
            Family = family,
            Type = type == RouteType.Unicast && id is long blackhole && _objects.IsBlackhole(blackhole) ? RouteType.Blackhole : type,
            Table = RouteTableName.Number(table),
            TableName = RouteTableName.Name(table),
            Destination = ReadPrefix(row.Text("dst") ?? throw new FormatException("it has no dst"), family),
            Source = row.Text("from") is string from ? ReadPrefix(from, family) : null,
            Tos = (int)(row.Number("tos") ?? 0),
            Metric = (uint)(row.Number("metric") ?? 0),
            Protocol = Named(ProtocolNumbers, row.Text("protocol") ?? "boot"),
            Scope = Named(ScopeNumbers, row.Text("scope") ?? "global"),
            PreferredSource = row.Text("prefsrc") is string source ? IpAddress.Parse(source) : null,
            NextHops = hops ?? [],
            Mtu = row.Rows("metrics") is [JsonRow metrics, ..] ? (int?)metrics.Number("mtu") : null,
            Flags = row.Texts("flags"),
            NextHopId = id,
            Preference = row.Text("pref"),
            Doubt = type == RouteType.Unknown ? $"the route type '{row.Text("type")}' is not known"
                : hops is null ? $"the snapshot does not hold next hop object {id}" : null,
            Evidence = row.Evidence,
        };
    }

    // The kernel prints the next hops beside nhid unless net.ipv4.nexthop_compat_mode is 0; then the objects must be asked.
    private List<NextHop>? NextHops(JsonRow row, long? id)
    {
        IReadOnlyList<JsonRow> several = row.Rows("nexthops");
        if (several.Count > 0)
        {
            return [.. several.Select(NextHopParser.Parse)];
        }

        NextHop one = NextHopParser.Parse(row);
        if (one.Device is not null || one.Gateway is not null)
        {
            return [one with { Id = id }];
        }

        return id is long known ? _objects.Resolve(known) : [];
    }

    private static void Report(Route route, JsonRow row, List<UnreadEntry> unread)
    {
        if (route.Doubt is not null)
        {
            unread.Add(new UnreadEntry(route.Doubt, row.Evidence));
        }
        else if (route.Type == RouteType.Unicast && route.NextHops.Count == 0)
        {
            unread.Add(new UnreadEntry("a unicast route without device and gateway", row.Evidence));
        }
    }

    // "default" names no family. In mixed output an address decides, else "pref", which only IPv6 routes have.
    private static IpFamily FamilyOf(JsonRow row, IpFamily expected)
    {
        foreach (string name in new[] { "dst", "from", "prefsrc", "gateway" })
        {
            if (row.Text(name) is string text && IpPrefix.TryParse(text, out IpPrefix prefix))
            {
                return prefix.Address.Family;
            }
        }

        return row.Has("pref") ? IpFamily.IPv6 : expected;
    }

    private static IpPrefix ReadPrefix(string text, IpFamily family) =>
        text is "default" or "all" or "any" ? IpPrefix.All(family) : IpPrefix.Parse(text);

    private static RouteType TypeOf(string? text)
    {
        string name = text is null ? "unicast" : int.TryParse(text, out int number) && number >= 0 && number < TypeNumbers.Length ? TypeNumbers[number] : text;
        return TypeNumbers.Contains(name) && Enum.TryParse(name, ignoreCase: true, out RouteType type) ? type : RouteType.Unknown;
    }

    private static string Named(Dictionary<string, string> names, string text) => names.GetValueOrDefault(text, text);
}
