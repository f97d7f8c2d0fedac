namespace NetPath.Core.Snapshots;

/// <summary>What <c>manifest.json</c> says: which node, when, which namespaces, and how each file came to be.</summary>
internal sealed record SnapshotManifest
{
    /// <summary>The one format that this version of NetPath reads and writes.</summary>
    public const string Format = "netpath-snapshot/1";

    /// <summary>Where the manifest lies in an archive.</summary>
    public const string Path = "manifest.json";

    /// <summary>Name of the node, as the collector found it.</summary>
    public required string Node { get; init; }

    /// <summary>Kernel release as <c>uname -r</c> prints it; empty when the collector did not say.</summary>
    public required string KernelRelease { get; init; }

    /// <summary>Version of the collector.</summary>
    public required string CollectorVersion { get; init; }

    /// <summary>When collecting began.</summary>
    public required DateTimeOffset Captured { get; init; }

    /// <summary>How long collecting took, in milliseconds.</summary>
    public required long DurationMilliseconds { get; init; }

    /// <summary>The sections that were asked for.</summary>
    public required IReadOnlyList<string> Sections { get; init; }

    /// <summary>The host's namespace and those of the pods.</summary>
    public required IReadOnlyList<NamespaceRecord> Namespaces { get; init; }

    /// <summary>One record for each file that was collected or should have been.</summary>
    public required IReadOnlyList<CollectedFile> Files { get; init; }
}
