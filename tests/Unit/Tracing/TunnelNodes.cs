using NetPath.Core.Tracing;

namespace NetPath.Unit.Tracing;

/// <summary>
/// The two nodes of <see cref="TwoNodes"/>, which send each other's pods through a tunnel: vxlan.calico (10.244.0.64 and 10.244.1.64, identifier 4096, port 4789)
/// or tunl0 (IPIP with each route's gateway as far end).
/// </summary>
internal static class TunnelNodes
{
    public const string Forwarding = "host/links/fdb.json";
    public const string FirstMac = "66:00:00:00:00:01";
    public const string SecondMac = "66:00:00:00:00:02";
    public const string Settings = "\"id\":4096,\"port\":4789,";

    /// <summary>Both nodes with VXLAN as Calico makes it: no learning, entries for good.</summary>
    public static (NodeBuilder First, NodeBuilder Second) Vxlan() => (
        WithVxlan(TwoNodes.First(), "192.0.2.10", "10.244.0.64", FirstMac, "192.0.2.20", "10.244.1.64", SecondMac, "10.244.1.0/24", TwoNodes.ToOther),
        WithVxlan(TwoNodes.Second(), "192.0.2.20", "10.244.1.64", SecondMac, "192.0.2.10", "10.244.0.64", FirstMac, "10.244.0.0/24", ToFirst));

    /// <summary>Both nodes with IPIP as Calico makes it.</summary>
    public static (NodeBuilder First, NodeBuilder Second) Ipip() => (
        WithIpip(TwoNodes.First(), "10.244.0.64", TwoNodes.ToOther, """{"dst":"10.244.1.0/24","gateway":"192.0.2.20","dev":"tunl0","protocol":"80","flags":["onlink"]}"""),
        WithIpip(TwoNodes.Second(), "10.244.1.64", ToFirst, """{"dst":"10.244.0.0/24","gateway":"192.0.2.10","dev":"tunl0","protocol":"80","flags":["onlink"]}"""));

    private const string ToFirst = """{"dst":"10.244.0.0/24","gateway":"192.0.2.10","dev":"eth0","flags":[]}""";

    /// <summary>The only outcome over both, from the first node's client to the Service.</summary>
    public static PathOutcome Outcome((NodeBuilder First, NodeBuilder Second) nodes, string from = "client", string to = "10.96.0.50", int port = 80) =>
        TwoNodes.Outcome(nodes.First, nodes.Second, from, to, port);

    private static NodeBuilder WithVxlan(NodeBuilder node, string address, string own, string mac, string far, string farOwn, string farMac, string pods, string plain) => Device(node, own, "vxlan.calico", $$"""
            {"ifindex":5,"ifname":"vxlan.calico","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UNKNOWN","link_type":"ether","address":"{{mac}}","linkinfo":{"info_kind":"vxlan","info_data":{ {{Settings}}"local":"{{address}}","link":"eth0","learning":false} } }
            """)
        .Change(CalicoNode.Routes, plain, $$"""{"dst":"{{pods}}","gateway":"{{farOwn}}","dev":"vxlan.calico","protocol":"80","flags":["onlink"]}""")
        .Change(CalicoNode.Neighbours, "[{", $$"""[{"dst":"{{farOwn}}","dev":"vxlan.calico","lladdr":"{{farMac}}","state":["PERMANENT"]},{""")
        .With(Forwarding, $$"""[{"mac":"{{farMac}}","ifname":"vxlan.calico","dst":"{{far}}","flags":["self"],"state":"permanent"}]""");

    private static NodeBuilder WithIpip(NodeBuilder node, string own, string plain, string route) => Device(node, own, "tunl0", """
            {"ifindex":5,"ifname":"tunl0","flags":["NOARP","UP","LOWER_UP"],"operstate":"UNKNOWN","link_type":"ipip","address":"0.0.0.0","linkinfo":{"info_kind":"ipip","info_data":{"proto":"ipip","remote":"any","local":"any","ttl":"inherit"} } }
            """)
        .Change(CalicoNode.Routes, plain, route);

    private static NodeBuilder Device(NodeBuilder node, string address, string name, string link) => node
        .Change(CalicoNode.Links, """{"ifindex":12,""", link.TrimEnd() + """,{"ifindex":12,""")
        .Change("host/links/address.json", """{"ifindex":12,""", $$"""{"ifindex":5,"ifname":"{{name}}","addr_info":[{"family":"inet","local":"{{address}}","prefixlen":32,"scope":"global"}]},{"ifindex":12,""")
        .Change(CalicoNode.Routes, """[{""", $$"""[{"type":"local","dst":"{{address}}","dev":"{{name}}","table":"local","protocol":"kernel","scope":"host","prefsrc":"{{address}}","flags":[]},{""")
        .Change(CalicoNode.Sysctl, "net/ipv4/conf/eth0/forwarding = 1", $"{TestSysctl.Of(name)}net/ipv4/conf/eth0/forwarding = 1");
}
