using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace NetPath.Lab;

/// <summary>What the collector wrote, read with the platform's own tar and JSON, not with NetPath's.</summary>
public sealed class Archive
{
    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Reads a tar, gzipped or not.</summary>
    public Archive(byte[] bytes)
    {
        using MemoryStream memory = new(bytes);
        using Stream plain = bytes is [0x1F, 0x8B, ..] ? new GZipStream(memory, CompressionMode.Decompress) : memory;
        using TarReader reader = new(plain);
        while (reader.GetNextEntry(copyData: true) is TarEntry entry)
        {
            Owners.Add($"{entry.Uid}:{entry.Gid}{(entry is PosixTarEntry posix ? posix.UserName + posix.GroupName : "")}");
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                using MemoryStream content = new();
                entry.DataStream?.CopyTo(content);
                _files[entry.Name] = content.ToArray();
            }
        }

        Manifest = JsonDocument.Parse(_files["manifest.json"]).RootElement;
    }

    /// <summary>The manifest's top object.</summary>
    public JsonElement Manifest { get; }

    /// <summary>Who the entries belong to, as uid:gid and names.</summary>
    public HashSet<string> Owners { get; } = [];

    /// <summary>The paths of all files but the manifest.</summary>
    public IEnumerable<string> Paths => _files.Keys.Where(path => path != "manifest.json").Order(StringComparer.Ordinal);

    /// <summary>What the manifest says of each file, by its path.</summary>
    public Dictionary<string, JsonElement> Records => Manifest.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("path").GetString()!);

    /// <summary>A file's text.</summary>
    public string Text(string path) => Encoding.UTF8.GetString(_files[path]);

    /// <summary>A file's JSON.</summary>
    public JsonElement Json(string path) => JsonDocument.Parse(_files[path]).RootElement;

    /// <summary>The manifest's entry of the namespace with this name under /run/netns.</summary>
    public JsonElement Namespace(string name) => Manifest.GetProperty("namespaces").EnumerateArray().Single(space => space.GetProperty("name").GetString() == name);
}
