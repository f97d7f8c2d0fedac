using System.Text;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Writes routes and prefixes in the order and with the omissions of <c>ip route show</c>.</summary>
internal static class RouteText
{
    public static string Format(Route route)
    {
        StringBuilder text = new();
        text.Append(route.Type == RouteType.Unicast ? "" : $"{route.Type.ToString().ToLowerInvariant()} ").Append(Prefix(route.Destination));
        Add(text, "from", route.Source is IpPrefix source ? Prefix(source) : null);
        Add(text, "tos", route.Tos == 0 ? null : $"0x{route.Tos:x2}");
        Add(text, "nhid", route.NextHopId?.ToString());
        if (route.NextHops.Count == 1)
        {
            text.Append(Hop(route, route.NextHops[0]));
        }

        Add(text, "table", route.Table == RouteTableName.Main ? null : route.TableName);
        Add(text, "proto", route.Protocol == "boot" ? null : route.Protocol);
        Add(text, "scope", route.Scope == "global" ? null : route.Scope);
        Add(text, "src", route.PreferredSource?.ToString());
        Add(text, "metric", route.Metric == 0 && route.Family == IpFamily.IPv4 ? null : route.Metric.ToString());
        text.Append(string.Concat(route.Flags.Select(flag => $" {flag}")));
        Add(text, "mtu", route.Mtu?.ToString());
        Add(text, "pref", route.Preference);
        if (route.NextHops.Count > 1)
        {
            text.Append(string.Concat(route.NextHops.Select(hop => $" nexthop{Hop(route, hop)} weight {hop.Weight}{State(hop)}")));
        }

        return text.ToString();
    }

    /// <summary><c>default</c>, a bare address for a host, or a prefix.</summary>
    public static string Prefix(IpPrefix prefix) => prefix.Length == 0 ? "default"
        : prefix.Length == prefix.Address.Width ? prefix.Address.ToString()
        : prefix.ToString();

    private static string Hop(Route route, NextHop hop) => string.Concat(
        hop.Encapsulation is null ? "" : $" encap {hop.Encapsulation}",
        hop.Gateway is not IpAddress gateway ? "" : gateway.Family == route.Family ? $" via {gateway}" : gateway.Family == IpFamily.IPv6 ? $" via inet6 {gateway}" : $" via inet {gateway}",
        hop.Device is null ? "" : $" dev {hop.Device}");

    private static string State(NextHop hop) => $"{(hop.OnLink ? " onlink" : "")}{(hop.Dead ? " dead" : "")}{(hop.LinkDown ? " linkdown" : "")}";

    private static void Add(StringBuilder text, string word, string? value)
    {
        if (value is not null)
        {
            text.Append(' ').Append(word).Append(' ').Append(value);
        }
    }
}
