namespace NetPath.Core.Snapshots;

/// <summary>A file that lies unpacked somewhere, offered for reading.</summary>
/// <param name="Path">Path inside the snapshot with forward slashes, such as <c>host/routing/route4.json</c>.</param>
/// <param name="Open">Opens it; the reader closes it.</param>
public sealed record SnapshotFile(string Path, Func<Stream> Open);
