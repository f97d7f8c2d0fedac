using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using NetPath.Core.Snapshots;

namespace NetPath.Lab.Oracle;

/// <summary>The parts of a snapshot of one topology as the collector took them; those that change from ruleset to ruleset are replaced.</summary>
internal sealed class SnapshotTexts
{
    private readonly Dictionary<string, byte[]> _parts = [];
    private readonly JsonObject _manifest;

    private SnapshotTexts(byte[] archive)
    {
        using MemoryStream memory = new(archive);
        using TarReader reader = new(memory);
        while (reader.GetNextEntry(copyData: true) is TarEntry entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                using MemoryStream content = new();
                entry.DataStream?.CopyTo(content);
                _parts[entry.Name] = content.ToArray();
            }
        }

        _manifest = JsonNode.Parse(_parts["manifest.json"])!.AsObject();
        _parts.Remove("manifest.json");
    }

    /// <summary>Takes a snapshot with the real collector; of the other namespaces of this machine only those of the topology are kept.</summary>
    public static SnapshotTexts Collect(OracleNetwork network)
    {
        Shell collected = Shell.Run("sh", Repository.Collector, "--raw", "--netns", network.Router, "--only", "netfilter,routing,links,pods,sysctl,sockets").OrFail();
        SnapshotTexts texts = new(collected.Output);
        HashSet<string> names = [.. network.Names];
        JsonArray spaces = texts._manifest["namespaces"]!.AsArray();
        foreach (JsonNode space in spaces.Where(space => (string)space!["path"]! != "host" && !names.Contains((string?)space["name"] ?? "")).ToArray()!)
        {
            spaces.Remove(space);
            texts.Remove($"{(string)space["path"]!}/");
        }

        return texts;
    }

    /// <summary>Replaces a part, or removes it when the text is null.</summary>
    /// <returns>True when that changed anything.</returns>
    public bool Set(string path, byte[]? content)
    {
        if (content is null ? !_parts.ContainsKey(path) : _parts.TryGetValue(path, out byte[]? before) && before.AsSpan().SequenceEqual(content))
        {
            return false;
        }

        JsonArray files = _manifest["files"]!.AsArray();
        foreach (JsonNode file in files.Where(file => (string)file!["path"]! == path).ToArray()!)
        {
            files.Remove(file);
        }

        _parts.Remove(path);
        if (content is not null)
        {
            _parts[path] = content;
            files.Add(new JsonObject { ["path"] = path, ["command"] = Path.GetFileNameWithoutExtension(path), ["exitCode"] = 0, ["durationMs"] = 1, ["stderr"] = "" });
        }

        return true;
    }

    /// <summary>Replaces the files below a folder.</summary>
    /// <returns>True when that changed anything.</returns>
    public bool SetFolder(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        bool changed = false;
        foreach (string path in Below(folder).Where(path => !files.ContainsKey(path[folder.Length..])))
        {
            changed |= Set(path, null);
        }

        foreach ((string name, byte[] content) in files)
        {
            changed |= Set(folder + name, content);
        }

        return changed;
    }

    /// <summary>The snapshot of what is there now.</summary>
    public NodeSnapshot Build() => SnapshotArchive.Read(
        _parts.Append(new("manifest.json", Encoding.UTF8.GetBytes(_manifest.ToJsonString()))).Select(part => new SnapshotFile(part.Key, () => new MemoryStream(part.Value))),
        "oracle");

    private void Remove(string folder)
    {
        foreach (string path in Below(folder))
        {
            Set(path, null);
        }
    }

    private string[] Below(string folder) => [.. _parts.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal))];
}
