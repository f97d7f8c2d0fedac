namespace NetPath.Core.Snapshots;

/// <summary>One file of a snapshot: what a tool printed, or a file under /proc.</summary>
/// <param name="Path">Path inside the archive with forward slashes, such as <c>host/routing/route4.json</c>.</param>
/// <param name="Content">The bytes as they were collected.</param>
public sealed record SnapshotPart(string Path, ReadOnlyMemory<byte> Content);
