using System.Text;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Unit.Routing;

/// <summary>Snapshot parts out of JSON objects, one a line.</summary>
internal static class Parts
{
    public const string DefaultRules = """
        {"priority":0,"src":"all","table":"local"}
        {"priority":32766,"src":"all","table":"main"}
        {"priority":32767,"src":"all","table":"default"}
        """;

    public static SnapshotPart Of(string path, string objects) =>
        new(path, Encoding.UTF8.GetBytes("[" + string.Join(",\n", objects.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) + "]"));

    public static SnapshotPart Raw(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    public static RouteTables Routes(string objects, string nextHops = "") =>
        RouteTables.Parse(Of("host/routing/route4.json", objects), null, nextHops.Length == 0 ? null : Of("host/routing/nexthop.json", nextHops));

    public static PolicyRules Rules(string objects) => PolicyRules.Parse(Of("host/routing/rule4.json", objects));

    public static LinkTable Links(string objects) => LinkTable.Parse(Of("host/links/link.json", objects));

    public static Fib Fib(string routes, string rules = DefaultRules, string links = "", string nextHops = "") =>
        new(Routes(routes, nextHops), Rules(rules), links.Length == 0 ? null : Links(links));

    public static Fib Fib6(string routes, string nextHops = "") => new(
        RouteTables.Parse(null, Of("host/routing/route6.json", routes), nextHops.Length == 0 ? null : Of("host/routing/nexthop.json", nextHops)),
        PolicyRules.Parse(null, Of("host/routing/rule6.json", """{"priority":32766,"src":"all","table":"main"}""")));

    public static RouteQuery To(string destination) => new() { Destination = IpAddress.Parse(destination) };
}
