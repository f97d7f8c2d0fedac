using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>Makes links of the objects that <c>ip -j -d link</c> prints.</summary>
internal static class LinkParser
{
    private static readonly HashSet<string> Tunnels =
        ["ipip", "sit", "gre", "gretap", "ip6gre", "ip6gretap", "ip6tnl", "vti", "vti6", "geneve", "erspan", "ip6erspan", "gue", "bareudp"];

    public static Link? Parse(JsonRow row)
    {
        if (row.Number("ifindex") is not long index || row.Text("ifname") is not string name)
        {
            return null;
        }

        JsonRow? info = row.Row("linkinfo");
        JsonRow? data = info?.Row("info_data");
        string? kind = info?.Text("info_kind");
        return new Link
        {
            Index = (int)index,
            Name = name,
            LinkIndex = (int?)row.Number("link_index"),
            LinkName = row.Text("link"),
            LinkNetnsId = (int?)row.Number("link_netnsid"),
            Kind = kind,
            LinkType = row.Text("link_type"),
            Flags = row.Texts("flags"),
            OperState = row.Text("operstate") ?? "UNKNOWN",
            Mtu = (int)(row.Number("mtu") ?? 0),
            MacAddress = row.Text("address"),
            Master = row.Text("master"),
            AlternativeNames = row.Texts("altnames"),
            Alias = row.Text("ifalias"),
            Group = row.Text("group") ?? "default",
            Vxlan = kind == "vxlan" && data is not null ? Vxlan(data) : null,
            Tunnel = kind is not null && Tunnels.Contains(kind) && data is not null ? Tunnel(data) : null,
            BridgePort = info?.Text("info_slave_kind") == "bridge" && info.Rows("info_slave_data") is [JsonRow port, ..] ? Port(port) : null,
            Bridge = kind == "bridge" && data is not null ? Bridge(data) : null,
            VlanId = kind == "vlan" ? (int?)data?.Number("id") : null,
            Mode = kind is "macvlan" or "macvtap" or "ipvlan" or "ipvtap" ? data?.Text("mode") : null,
            VrfTable = kind == "vrf" ? data?.Text("table") : null,
            Evidence = row.Evidence,
        };
    }

    private static VxlanDetails Vxlan(JsonRow data) => new()
    {
        Id = data.Number("id"),
        Port = (int?)data.Number("port"),
        Local = data.Text("local") ?? data.Text("local6"),
        Device = data.Text("link"),
        // iproute2 prints the word only when learning is off; with -d it prints a boolean.
        Learning = !data.Has("learning") || data.IsSet("learning"),
        Group = data.Text("group") ?? data.Text("group6") ?? data.Text("remote") ?? data.Text("remote6"),
        DontFragment = data.Text("df"),
        External = data.IsSet("external"),
    };

    private static TunnelDetails Tunnel(JsonRow data) => new()
    {
        Local = data.Text("local"),
        Remote = data.Text("remote") ?? data.Text("remote6"),
        Device = data.Text("link"),
        Key = data.Text("id") ?? data.Text("vni") ?? data.Text("okey"),
        Port = (int?)data.Number("port"),
        External = data.IsSet("external"),
    };

    private static BridgeDetails Bridge(JsonRow data) => new()
    {
        FiltersVlans = data.Number("vlan_filtering") is > 0,
        CallsIptables = data.Number("nf_call_iptables") is > 0,
        CallsIp6tables = data.Number("nf_call_ip6tables") is > 0,
    };

    private static BridgePort Port(JsonRow data) => new()
    {
        State = data.Text("state"),
        Hairpin = data.IsSet("hairpin"),
        Isolated = data.IsSet("isolated"),
        Learning = data.IsSet("learning"),
        Flood = data.IsSet("flood"),
    };
}
