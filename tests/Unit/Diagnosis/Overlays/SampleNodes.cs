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
    public const string Manifest = "manifest.json";

    public const string Client1 = "client-7d9c5b4f6-k2x8w";
    public const string Client2 = "client-7d9c5b4f6-z5n3h";

    private readonly Dictionary<string, string>[] _parts = [Read(1), Read(2)];

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
