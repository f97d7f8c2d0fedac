using System.Text;
using System.Text.Json.Nodes;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit;

/// <summary>Makes a snapshot from the text of its parts. A later part of the same path replaces the earlier one.</summary>
internal sealed class NodeBuilder
{
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _records = new(StringComparer.Ordinal);
    private readonly JsonArray _spaces = [Space("host", 1, null, "node1")];
    private string _kernel = "6.8.0";
    private string _node = "node1";
    private DateTimeOffset _captured = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Sets the kernel's release.</summary>
    public NodeBuilder Kernel(string release)
    {
        _kernel = release;
        return this;
    }

    /// <summary>Adds a namespace, which the host knows by an id, or replaces it.</summary>
    public NodeBuilder Pod(string name, int inode, int netnsId)
    {
        if (_spaces.FirstOrDefault(space => space!["path"]!.GetValue<string>() == $"pods/{inode}") is JsonNode earlier)
        {
            _spaces.Remove(earlier);
        }

        _spaces.Add(Space($"pods/{inode}", inode, netnsId, name));
        return this;
    }

    /// <summary>Gives a namespace the identity of a pod, as the kubelet's cgroups tell it.</summary>
    public NodeBuilder PodUid(int inode, string uid)
    {
        _spaces.First(space => space!["path"]!.GetValue<string>() == $"pods/{inode}")!["podUid"] = uid;
        return this;
    }

    /// <summary>Gives the node and other namespaces new names, as pairs of the old and the new one.</summary>
    public NodeBuilder Renamed(params (string From, string To)[] names)
    {
        foreach (JsonObject space in _spaces.OfType<JsonObject>())
        {
            string hostname = space["hostname"]!.GetValue<string>();
            space["hostname"] = names.FirstOrDefault(name => name.From == hostname).To ?? hostname;
        }

        _node = names.FirstOrDefault(name => name.From == _node).To ?? _node;
        return this;
    }

    /// <summary>Takes the snapshot at another time.</summary>
    public NodeBuilder CapturedAt(DateTimeOffset time)
    {
        _captured = time;
        return this;
    }

    /// <summary>Replaces text in all parts.</summary>
    public NodeBuilder Everywhere(string from, string to)
    {
        foreach (string path in _parts.Keys.ToArray())
        {
            _parts[path] = _parts[path].Replace(from, to, StringComparison.Ordinal);
        }

        return this;
    }

    /// <summary>Adds a part, or replaces it.</summary>
    public NodeBuilder With(string path, string text)
    {
        _parts[path] = text;
        return Record(path, 0, "", null);
    }

    /// <summary>Replaces text in a part; the text must be there.</summary>
    public NodeBuilder Change(string path, string from, string to)
    {
        Assert.Contains(from, _parts[path], StringComparison.Ordinal);
        return With(path, _parts[path].Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Adds lines at the end of a part.</summary>
    public NodeBuilder Append(string path, string lines) => With(path, _parts.GetValueOrDefault(path, "") + lines);

    /// <summary>Leaves a part out, as if nobody had asked for it.</summary>
    public NodeBuilder Without(string path)
    {
        _parts.Remove(path);
        _records.Remove(path);
        return this;
    }

    /// <summary>Takes a part away that the manifest goes on to list, as a damaged archive does.</summary>
    public NodeBuilder Missing(string path)
    {
        _parts.Remove(path);
        return this;
    }

    /// <summary>A command that ended with an error.</summary>
    public NodeBuilder Failed(string path, int exitCode, string standardError)
    {
        _parts.Remove(path);
        return Record(path, exitCode, standardError, null);
    }

    /// <summary>A part that was left out on purpose.</summary>
    public NodeBuilder Skipped(string path, string why)
    {
        _parts.Remove(path);
        return Record(path, null, "", why);
    }

    public NodeSnapshot Build()
    {
        JsonObject manifest = new()
        {
            ["format"] = "netpath-snapshot/1",
            ["collectorVersion"] = "0.1.0",
            ["node"] = _node,
            ["kernelRelease"] = _kernel,
            ["captured"] = _captured.ToString("O"),
            ["durationMs"] = 100,
            ["sections"] = new JsonArray("netfilter", "routing", "links", "pods", "sysctl", "sockets"),
            ["namespaces"] = _spaces.DeepClone(),
            ["files"] = new JsonArray([.. _records.Values.Select(record => record.DeepClone())]),
        };
        IEnumerable<SnapshotFile> files = _parts
            .Select(part => new SnapshotFile(part.Key, () => new MemoryStream(Encoding.UTF8.GetBytes(part.Value))))
            .Append(new SnapshotFile("manifest.json", () => new MemoryStream(Encoding.UTF8.GetBytes(manifest.ToJsonString()))));
        return SnapshotArchive.Read(files, "test");
    }

    private NodeBuilder Record(string path, int? exitCode, string standardError, string? skipped)
    {
        _records[path] = new JsonObject
        {
            ["path"] = path,
            ["command"] = Path.GetFileNameWithoutExtension(path),
            ["exitCode"] = exitCode,
            ["durationMs"] = 1,
            ["stderr"] = standardError,
            ["skipped"] = skipped,
        };
        return this;
    }

    private static JsonObject Space(string path, int inode, int? netnsId, string hostname) => new()
    {
        ["path"] = path,
        ["inode"] = inode,
        ["pid"] = inode,
        ["netnsId"] = netnsId,
        ["name"] = null,
        ["hostname"] = hostname,
        ["podUid"] = null,
    };
}
