using System.Globalization;
using NetPath.Bench.Rulesets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Bench.Nodes;

/// <summary>
/// A small node with a large ruleset, as a snapshot in memory: a client pod, and all endpoints of one Service as pods on the node, so that
/// every outcome of a trace goes the whole way there and back. That is the longest walk that such a ruleset asks for.
/// </summary>
internal static class BenchNode
{
    private const string NoTables = """{"nftables":[]}""";
    private const string NodeAddress = "192.168.49.2";
    private const string ClientAddress = "10.255.0.10";
    private const int FirstIndex = 10;

    /// <summary>Builds the snapshot; nothing in it is parsed yet.</summary>
    public static NodeSnapshot Build(ReadOnlyMemory<byte> ruleset, GeneratedService service)
    {
        string[] pods = [ClientAddress, .. service.Endpoints.Select(endpoint => endpoint.Address)];
        List<SnapshotFile> files = [NodeJson.File("manifest.json", Manifest(pods)), NodeJson.File("host/netfilter/iptables-legacy-save.txt", ruleset), .. Host(pods)];
        for (int i = 0; i < pods.Length; i++)
        {
            files.AddRange(Pod(i, pods[i]));
        }

        return SnapshotArchive.Read(files, "benchmark");
    }

    /// <summary>A node of which nothing was collected, to put objects of the API into.</summary>
    public static NodeSnapshot Empty() => SnapshotArchive.Read([NodeJson.File("manifest.json", Manifest([]))], "benchmark");

    /// <summary>The client pod asks for the Service.</summary>
    public static TraceRequest Request(GeneratedService service) => new()
    {
        From = "client",
        Destination = IpAddress.Parse(service.Address),
        Port = 80,
        Service = service.Name,
    };

    private static string Manifest(string[] pods)
    {
        IEnumerable<string> spaces = pods.Select((_, i) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"path":"pods/{{Inode(i)}}","inode":{{Inode(i)}},"pid":{{100 + i}},"netnsId":{{i}},"name":null,"hostname":"{{(i == 0 ? "client" : $"server-{i}")}}","podUid":null}"""));
        return $$"""
            {"format":"netpath-snapshot/1","collectorVersion":"0.1.0","node":"bench","kernelRelease":"","captured":"2026-01-01T00:00:00Z","durationMs":0,
             "sections":["netfilter","routing","links","pods","sysctl","sockets"],"files":[],
             "namespaces":[{"path":"host","inode":4026531840,"pid":1,"netnsId":null,"name":null,"hostname":"bench","podUid":null}{{string.Concat(spaces.Select(space => $",{space}"))}}]}
            """;
    }

    private static IEnumerable<SnapshotFile> Host(string[] pods)
    {
        IEnumerable<string> links = pods.Select((_, i) => NodeJson.Veth(FirstIndex + i, Device(i), 2, i));
        IEnumerable<string> routes = pods.Select((pod, i) => NodeJson.OnLink(pod, Device(i)));
        IEnumerable<string> neighbours = pods.Select((pod, i) => NodeJson.Neighbour(pod, Device(i)));
        string devices = string.Concat(pods.Select((_, i) => $"net/ipv4/conf/{Device(i)}/forwarding = 1\nnet/ipv4/conf/{Device(i)}/rp_filter = 0\n"));
        return
        [
            NodeJson.File("host/links/link.json", NodeJson.List([NodeJson.Loopback, NodeJson.Ethernet(2, "eth0"), .. links])),
            NodeJson.File("host/links/address.json", NodeJson.List([NodeJson.Address(1, "lo", "127.0.0.1", 8), NodeJson.Address(2, "eth0", NodeAddress, 24)])),
            NodeJson.File("host/routing/rule4.json", NodeJson.Rules),
            NodeJson.File("host/routing/route4.json", NodeJson.List(
            [
                NodeJson.Via("default", "192.168.49.1", "eth0"), NodeJson.OnLink("192.168.49.0/24", "eth0"), .. routes,
                NodeJson.Local("127.0.0.0/8", "lo"), NodeJson.Local("127.0.0.1", "lo"), NodeJson.Local(NodeAddress, "eth0"),
            ])),
            NodeJson.File("host/routing/neighbour.json", NodeJson.List(neighbours)),
            NodeJson.File("host/sysctl.txt", $"net/ipv4/ip_forward = 1\nnet/ipv4/conf/all/forwarding = 1\nnet/ipv4/conf/all/rp_filter = 0\nnet/ipv4/conf/eth0/forwarding = 1\nnet/ipv4/conf/eth0/rp_filter = 0\n{devices}"),
            NodeJson.File("host/sockets/tcp.txt", NodeJson.Sockets()),
            NodeJson.File("host/netfilter/nft-ruleset.json", NoTables),
        ];
    }

    private static IEnumerable<SnapshotFile> Pod(int number, string address)
    {
        string path = $"pods/{Inode(number)}";
        return
        [
            NodeJson.File($"{path}/links/link.json", NodeJson.List([NodeJson.Loopback, NodeJson.Veth(2, "eth0", FirstIndex + number, 0)])),
            NodeJson.File($"{path}/links/address.json", NodeJson.List([NodeJson.Address(1, "lo", "127.0.0.1", 8), NodeJson.Address(2, "eth0", address, 32)])),
            NodeJson.File($"{path}/routing/rule4.json", NodeJson.Rules),
            NodeJson.File($"{path}/routing/route4.json", NodeJson.List(
            [
                NodeJson.Via("default", "169.254.1.1", "eth0"), NodeJson.OnLink("169.254.1.1", "eth0"),
                NodeJson.Local("127.0.0.0/8", "lo"), NodeJson.Local(address, "eth0"),
            ])),
            NodeJson.File($"{path}/routing/neighbour.json", NodeJson.List([NodeJson.Neighbour("169.254.1.1", "eth0")])),
            NodeJson.File($"{path}/sysctl.txt", "net/ipv4/ip_forward = 0\nnet/ipv4/conf/all/forwarding = 0\nnet/ipv4/conf/all/rp_filter = 0\nnet/ipv4/conf/eth0/rp_filter = 0\n"),
            NodeJson.File($"{path}/sockets/tcp.txt", NodeJson.Sockets(number == 0 ? null : 8080)),
            NodeJson.File($"{path}/netfilter/iptables-nft-save.txt", ""),
            NodeJson.File($"{path}/netfilter/nft-ruleset.json", NoTables),
        ];
    }

    private static long Inode(int number) => 4026532000 + number;

    private static string Device(int number) => $"cali{number:D11}";
}
