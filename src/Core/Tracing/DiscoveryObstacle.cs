using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>A rule that keeps stations from finding each other on a link.</summary>
/// <param name="Reason">Which, in words.</param>
/// <param name="Evidence">What in the snapshot says so.</param>
/// <param name="IsCertain">False when it is not known whether it does.</param>
internal sealed record DiscoveryObstacle(string Reason, Evidence Evidence, bool IsCertain);
