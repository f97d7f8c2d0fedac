namespace NetPath.Core.Snapshots;

/// <summary>One network namespace as the manifest lists it. The members mean the same as those of <see cref="NetworkNamespace"/>.</summary>
internal sealed record NamespaceRecord(string Path, long Inode, int? ProcessId, int? NetnsId, string? NetnsName, string? Hostname, string? PodUid);
