using System.Management.Automation;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>
/// What <c>-Snapshot</c> takes: a snapshot, or the path of some. A path is read by the cmdlet while it runs, not while PowerShell binds
/// parameters: only then can it be stopped and show how it comes along.
/// </summary>
public sealed class SnapshotSource
{
    /// <summary>A snapshot that was read.</summary>
    public SnapshotSource(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Snapshot = snapshot;
    }

    /// <summary>The path of an archive or folder as PowerShell takes it: relative to its location, and wildcards may name several.</summary>
    public SnapshotSource(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>An archive or folder. Its name holds no wildcards, whatever characters are in it.</summary>
    public SnapshotSource(FileSystemInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Path = WildcardPattern.Escape(file.FullName);
    }

    /// <summary>The snapshot; null when it is to be read from <see cref="Path"/>.</summary>
    public NodeSnapshot? Snapshot { get; }

    /// <summary>The path; null when there is a <see cref="Snapshot"/>.</summary>
    public string? Path { get; }

    /// <inheritdoc/>
    public override string ToString() => Snapshot?.ToString() ?? Path ?? "";
}
