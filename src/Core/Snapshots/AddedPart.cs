namespace NetPath.Core.Snapshots;

/// <summary>A part that joins a snapshot after it was collected.</summary>
/// <param name="Part">The part.</param>
/// <param name="Command">What it came from, for the manifest: a file, or the request to the API.</param>
internal sealed record AddedPart(SnapshotPart Part, string Command);
