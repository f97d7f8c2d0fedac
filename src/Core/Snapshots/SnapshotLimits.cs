namespace NetPath.Core.Snapshots;

/// <summary>
/// How much a snapshot may unpack to. A few kilobytes of gzip can claim terabytes; a real node with 10,000 services stays below 100 MB.
/// </summary>
/// <param name="EntryBytes">Bytes that one file may hold.</param>
/// <param name="TotalBytes">Bytes that the whole archive may unpack to, headers included.</param>
/// <param name="Entries">How many files and folders it may hold.</param>
public sealed record SnapshotLimits(long EntryBytes, long TotalBytes, int Entries)
{
    /// <summary>1 GiB a file, 4 GiB together, 200,000 files.</summary>
    public static SnapshotLimits Default { get; } = new(1L << 30, 4L << 30, 200_000);
}
