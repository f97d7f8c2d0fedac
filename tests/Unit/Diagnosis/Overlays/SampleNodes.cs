using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis.Overlays;

/// <summary>The two nodes of samples/two-nodes, VXLAN between them, which each test breaks in its own way by changing what their tools printed.</summary>
internal sealed class SampleNodes
{
    public const string Links = "host/links/link.json";
    public const string Addresses = "host/links/address.json";
    public const string Forwarding = "host/links/fdb.json";
    public const string Neighbours = "host/routing/neighbour.json";
    public const string Routes = "host/routing/route4.json";
    public const string Rules = "host/netfilter/iptables-nft-save.txt";
    public const string Sets = "host/netfilter/ipset-save.txt";
    public const string Manifest = "manifest.json";

    public const string Client1 = "client-7d9c5b4f6-k2x8w";
    public const string Client2 = "client-7d9c5b4f6-z5n3h";

    private readonly Dictionary<string, string>[] _parts = [Read(1), Read(2)];

    /// <summary>The same nodes with Calico's IPIP between them for IPv4: tunl0, and routes of bird to the other node's own address.</summary>
    public static SampleNodes Ipip()
    {
        SampleNodes nodes = new();
        for (int node = 1; node <= 2; node++)
        {
            int other = 3 - node;
            string mac = $"\"link_type\": \"ether\", \"address\": \"66:7e:1c:00:04:0{node}\", \"broadcast\": \"ff:ff:ff:ff:ff:ff\"";
            const string None = "\"link_type\": \"ipip\", \"address\": \"0.0.0.0\", \"broadcast\": \"0.0.0.0\"";
            nodes
                .Change(node, Links, "\"ifname\": \"vxlan.calico\", \"flags\": [ \"BROADCAST\",\"MULTICAST\",\"UP\",\"LOWER_UP\" ], \"mtu\": 1450", "\"ifname\": \"tunl0\", \"flags\": [ \"NOARP\",\"UP\",\"LOWER_UP\" ], \"mtu\": 1480")
                .Change(node, Links, mac, None)
                .Change(node, Links, $"\"info_kind\": \"vxlan\", \"info_data\": {{ \"id\": 4096, \"local\": \"172.18.0.{node + 1}\", \"link\": \"eth0\", \"port_range\": {{ \"low\": 0, \"high\": 0 }}, \"port\": 4789, \"learning\": false,", "\"info_kind\": \"ipip\", \"info_data\": { \"proto\": \"ipip\", \"remote\": \"any\", \"local\": \"any\",")
                .Change(node, Addresses, "vxlan.calico", "tunl0")
                .Change(node, Routes, $"\"gateway\": \"10.244.{other}.0\", \"dev\": \"vxlan.calico\", \"table\": \"main\", \"protocol\": \"80\"", $"\"gateway\": \"172.18.0.{other + 1}\", \"dev\": \"tunl0\", \"table\": \"main\", \"protocol\": \"bird\"")
                .Change(node, Routes, "vxlan.calico", "tunl0")
                .Change(node, Rules, "-A cali-INPUT -p udp", "-A cali-INPUT -p ipencap")
                .Change(node, Rules, " -m udp --dport 4789 -m set", " -m set")
                .Change(node, Rules, " -m udp --dport 4789 -m addrtype", " -m addrtype")
                .Change(node, Rules, "IPv4 VXLAN packets", "IPIP packets")
                .Change(node, Rules, "-o vxlan.calico", "-o tunl0");
        }

        return nodes;
    }

    /// <summary>Replaces text in a part of a node (1 or 2); the text must be there. Line ends and indentation count as one blank.</summary>
    public SampleNodes Change(int node, string path, string from, string to)
    {
        Dictionary<string, string> parts = _parts[node - 1];
        string text = OneBlank(parts[path]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        parts[path] = text.Replace(from, to, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Replaces text in a part of both nodes.</summary>
    public SampleNodes ChangeBoth(string path, string from, string to) => Change(1, path, from, to).Change(2, path, from, to);

    /// <summary>The snapshot of a node (1 or 2).</summary>
    public NodeSnapshot Node(int node) => SnapshotArchive.Read(
        _parts[node - 1].Select(part => new SnapshotFile(part.Key, () => new MemoryStream(Encoding.UTF8.GetBytes(part.Value)))), $"node{node}.tar.gz", cancellation: TestContext.Current.CancellationToken);

    /// <summary>Both snapshots.</summary>
    public NodeSnapshot[] Both() => [Node(1), Node(2)];

    /// <summary>The trace over both nodes.</summary>
    public PacketTrace Trace(string destination = "10.96.0.81", int port = 80, string from = Client1) => Trace(Both(), destination, port, from);

    /// <summary>The trace on one node.</summary>
    public PacketTrace TraceOn(int node, string destination = "10.96.0.81", int port = 80, string from = Client1) => Trace([Node(node)], destination, port, from);

    private static PacketTrace Trace(NodeSnapshot[] nodes, string destination, int port, string from) =>
        ServiceTracer.For(nodes).Trace(new TraceRequest { Destination = IpAddress.Parse(destination), Port = port, From = from });

    // Only JSON: iptables-save is a line a rule.
    private static string OneBlank(string text) => text.StartsWith('[') || text.StartsWith('{') ? string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)) : text;

    private static Dictionary<string, string> Read(int node)
    {
        Dictionary<string, string> parts = [];
        using FileStream file = File.OpenRead(Path.Combine(Root(), "samples", "two-nodes", $"node{node}.tar.gz"));
        using GZipStream plain = new(file, CompressionMode.Decompress);
        using TarReader reader = new(plain);
        while (reader.GetNextEntry() is TarEntry entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                using StreamReader text = new(entry.DataStream ?? Stream.Null, Encoding.UTF8);
                parts[entry.Name] = text.ReadToEnd();
            }
        }

        return parts;
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetPath.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No NetPath.slnx above the tests.");
    }
}
