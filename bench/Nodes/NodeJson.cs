using NetPath.Core.Snapshots;

namespace NetPath.Bench.Nodes;

/// <summary>The parts of one namespace of the node, in the form in which ip and /proc give them.</summary>
internal static class NodeJson
{
    public const string Rules = """
        [{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"},{"priority":32767,"src":"all","table":"default"}]
        """;

    private const string SocketHeader = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    public static string Loopback => """{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"operstate":"UNKNOWN","link_type":"loopback"}""";

    public static string Veth(int index, string name, int peerIndex, int peerNamespace) =>
        $$$"""{"ifindex":{{{index}}},"link_index":{{{peerIndex}}},"ifname":"{{{name}}}","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1480,"operstate":"UP","link_type":"ether","address":"ee:ee:ee:ee:ee:ee","link_netnsid":{{{peerNamespace}}},"linkinfo":{"info_kind":"veth"}}""";

    public static string Ethernet(int index, string name) =>
        $$"""{"ifindex":{{index}},"ifname":"{{name}}","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"operstate":"UP","link_type":"ether","address":"52:54:00:12:34:56"}""";

    public static string Address(int index, string device, string address, int length) =>
        $$"""{"ifindex":{{index}},"ifname":"{{device}}","flags":["UP","LOWER_UP"],"addr_info":[{"family":"inet","local":"{{address}}","prefixlen":{{length}},"scope":"{{(device == "lo" ? "host" : "global")}}","label":"{{device}}"}]}""";

    public static string Local(string address, string device) =>
        $$"""{"type":"local","dst":"{{address}}","dev":"{{device}}","table":"local","protocol":"kernel","scope":"host","prefsrc":"{{address.Split('/')[0]}}","flags":[]}""";

    public static string OnLink(string destination, string device) =>
        $$"""{"type":"unicast","dst":"{{destination}}","dev":"{{device}}","table":"main","protocol":"boot","scope":"link","flags":[]}""";

    public static string Via(string destination, string gateway, string device) =>
        $$"""{"type":"unicast","dst":"{{destination}}","gateway":"{{gateway}}","dev":"{{device}}","table":"main","protocol":"boot","scope":"global","flags":["onlink"]}""";

    public static string Neighbour(string address, string device) =>
        $$"""{"dst":"{{address}}","dev":"{{device}}","lladdr":"ee:ee:ee:ee:ee:ee","state":["REACHABLE"]}""";

    /// <summary>A table of TCP sockets; with a port, one that listens on every address.</summary>
    public static string Sockets(int? port = null) => port is null
        ? SocketHeader
        : $"{SocketHeader}   0: 00000000:{port:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0\n";

    public static string List(IEnumerable<string> rows) => $"[{string.Join(",\n", rows)}]";

    public static SnapshotFile File(string path, string text) => File(path, System.Text.Encoding.UTF8.GetBytes(text));

    public static SnapshotFile File(string path, ReadOnlyMemory<byte> content) =>
        new(path, () => new MemoryStream(content.ToArray(), writable: false));
}
