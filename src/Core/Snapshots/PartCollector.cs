using System.Globalization;

namespace NetPath.Core.Snapshots;

/// <summary>Takes the parts of a snapshot one by one, in whatever order they come, and makes the snapshot of them.</summary>
internal sealed class PartCollector(string source, SnapshotLimits limits)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _damaged = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private long _total;
    private int _entries;

    /// <summary>How many parts were read whole.</summary>
    public int Count => _parts.Count;

    /// <summary>Counts an entry and checks its name.</summary>
    /// <returns>The name as a path inside the snapshot.</returns>
    public string Admit(string name)
    {
        if (++_entries > limits.Entries)
        {
            throw new SnapshotFormatException(source, string.Create(CultureInfo.InvariantCulture, $"holds more than {limits.Entries:N0} files"));
        }

        return EntryPath.WhyRefused(name) is string why
            ? throw new SnapshotFormatException(source, $"holds an entry {why}")
            : EntryPath.Normalise(name);
    }

    /// <summary>Reads a part to its end.</summary>
    /// <param name="path">Its admitted path.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="length">How many there should be; -1 when that is not known.</param>
    /// <exception cref="EndOfStreamException">There were fewer.</exception>
    public void Add(string path, Stream? content, long length)
    {
        if (_parts.ContainsKey(path))
        {
            throw new SnapshotFormatException(source, $"holds '{path}' twice");
        }

        ReadOnlyMemory<byte> bytes = content is null ? default : PartBytes.Read(content, path, length, source, limits.EntryBytes);
        _total += bytes.Length;
        if (_total > limits.TotalBytes)
        {
            throw new SnapshotFormatException(source, string.Create(CultureInfo.InvariantCulture, $"unpacks to more than {limits.TotalBytes:N0} bytes"));
        }

        _parts.Add(path, bytes);
    }

    /// <summary>Notes that reading ended early. What was read before stays in use; the part that it ended in does not.</summary>
    public void CutOff(string? inside, string how)
    {
        if (inside is { Length: > 0 })
        {
            _damaged[inside] = $"the archive {how} inside it";
        }

        _problems.Add($"The archive {how}{(inside is { Length: > 0 } ? $" inside {inside}" : "")}. What came before is used.");
    }

    /// <summary>Notes a part that is there and cannot be read.</summary>
    public void Unreadable(string path, string why)
    {
        _damaged[path] = why;
        _problems.Add($"{path} cannot be read: {why}.");
    }

    /// <summary>Makes the snapshot of all that was read.</summary>
    public NodeSnapshot ToSnapshot()
    {
        if (!_parts.Remove(SnapshotManifest.Path, out ReadOnlyMemory<byte> manifestBytes))
        {
            string cause = _problems.Count == 0 ? "" : $" ({_problems[0].TrimEnd('.')})";
            throw new SnapshotFormatException(source, $"holds no {SnapshotManifest.Path}, without which its {_parts.Count} files have no meaning{cause}");
        }

        SnapshotManifest manifest = ManifestReader.Read(manifestBytes, source);
        string[] missing = [.. manifest.Files
            .Where(file => file.Reason is null && !_parts.ContainsKey(file.Path) && !_damaged.ContainsKey(file.Path))
            .Select(file => file.Path)];
        if (missing.Length > 0)
        {
            string more = missing.Length > 3 ? $" and {missing.Length - 3} more" : "";
            _problems.Add($"Files that the manifest lists are missing: {string.Join(", ", missing.Take(3))}{more}.");
        }

        return new NodeSnapshot(new SnapshotContent(manifest, manifestBytes, _parts, _damaged, _problems, source));
    }
}
