using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace NetPath.Core.Snapshots;

/// <summary>The parts of one snapshot as bytes, with the manifest that explains them. Nothing here is parsed yet.</summary>
internal sealed class SnapshotContent
{
    private readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> _parts;
    private readonly IReadOnlyDictionary<string, string> _damaged;
    private readonly FrozenDictionary<string, CollectedFile> _files;

    /// <summary>Joins what was read.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="manifestBytes">The manifest as it was read.</param>
    /// <param name="parts">The parts by path.</param>
    /// <param name="damaged">Parts that the source held, but that cannot be used: path and reason.</param>
    /// <param name="problems">What went wrong while the source was read, as sentences.</param>
    /// <param name="source">Where it was read from.</param>
    public SnapshotContent(
        SnapshotManifest manifest,
        ReadOnlyMemory<byte> manifestBytes,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> parts,
        IReadOnlyDictionary<string, string> damaged,
        IReadOnlyList<string> problems,
        string source)
    {
        Manifest = manifest;
        ManifestBytes = manifestBytes;
        Problems = problems;
        Source = source;
        _parts = parts;
        _damaged = damaged;

        // Should the manifest list a file twice, the worse account of it counts.
        _files = manifest.Files.OrderBy(file => file.Reason is null).DistinctBy(file => file.Path).ToFrozenDictionary(file => file.Path);
    }

    public SnapshotManifest Manifest { get; }

    public ReadOnlyMemory<byte> ManifestBytes { get; }

    /// <summary>What went wrong while the source was read.</summary>
    public IReadOnlyList<string> Problems { get; }

    public string Source { get; }

    /// <summary>Parts that the source held, but that cannot be used: path and reason.</summary>
    public IReadOnlyDictionary<string, string> Damaged => _damaged;

    /// <summary>All parts but the manifest, also those whose command failed.</summary>
    public IEnumerable<SnapshotPart> Parts => _parts.Select(part => new SnapshotPart(part.Key, part.Value));

    public CollectedFile? FileRecord(string path) => _files.GetValueOrDefault(path);

    /// <summary>
    /// Finds a part that can be relied on. What a command printed before it failed cannot: a rule that is missing there would
    /// read as a rule that does not exist.
    /// </summary>
    public bool TryFind(string path, out ReadOnlyMemory<byte> content, [NotNullWhen(false)] out string? reason)
    {
        bool held = _parts.TryGetValue(path, out content);
        CollectedFile? record = FileRecord(path);
        reason = _damaged.GetValueOrDefault(path) ?? record?.Reason ?? (held ? null : WhyAbsent(path, record));
        return reason is null;
    }

    private string WhyAbsent(string path, CollectedFile? record)
    {
        if (record is not null)
        {
            return "its manifest lists it, but the archive does not hold it";
        }

        string section = SectionOf(path);
        if (section == "kubernetes")
        {
            return "no objects of the Kubernetes API were added to the snapshot";
        }

        return Manifest.Sections.Contains(section)
            ? "the collector has no record of it"
            : $"the section '{section}' was not collected (only {string.Join(", ", Manifest.Sections)})";
    }

    /// <summary>The section of <c>host/routing/route4.json</c> is <c>routing</c>, that of <c>pods/7/sysctl.txt</c> is <c>sysctl</c>.</summary>
    private static string SectionOf(string path)
    {
        string[] steps = path.Split('/');
        if (steps[0] == "kubernetes")
        {
            return steps[0];
        }

        string step = steps[Math.Min(steps[0] == "pods" ? 2 : 1, steps.Length - 1)];
        return step.Split('.')[0];
    }
}
