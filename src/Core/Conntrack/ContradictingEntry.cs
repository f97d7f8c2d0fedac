namespace NetPath.Core.Conntrack;

/// <summary>An entry that translates to an endpoint which kube-proxy's rules do not hold any more.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Service">The Service port that its client asked for.</param>
/// <param name="Endpoints">The endpoints that the rules hold, such as <c>10.244.120.67:80</c>; empty when the Service has none.</param>
internal sealed record ContradictingEntry(ConntrackEntry Entry, string Service, IReadOnlyList<string> Endpoints);
