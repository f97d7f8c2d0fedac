using System.Globalization;
using NetPath.Core.Services;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Service ports and their endpoints as kube-proxy's rules hold them.</summary>
internal static class ServiceItems
{
    // kube-proxy writes probabilities with ten digits.
    private const double SameShare = 1e-4;

    public static ComparedItem Service(KubeServiceChain service, bool twoNodes) => new(
        Name(service),
        Name(service),
        [
            new("cluster IP", service.ClusterIP ?? ""),
            new("port", Text(service.Port)),
            new("node port", Text(service.NodePort)),
            // Which of these an address is, some rules do not tell: those that drop, where no endpoint is on the node.
            new("other addresses", string.Join(' ', service.ExternalIPs.Concat(service.LoadBalancerIPs).Distinct().Order(StringComparer.Ordinal))),
            new("source ranges", string.Join(' ', service.SourceRanges)),
            new("internal policy", service.InternalTrafficPolicy),
            new("external policy", service.ExternalTrafficPolicy ?? ""),
            new("affinity seconds", Text(service.SessionAffinitySeconds)),
            new("state", twoNodes && IsLocal(service) ? "" : service.State),
        ],
        () => service.Evidence.FirstOrDefault());

    /// <summary>The endpoints. Their shares count only where they are not even: else they follow from the number of endpoints.</summary>
    public static IEnumerable<ComparedItem> Endpoints(KubeServiceChain service, bool twoNodes) => twoNodes && IsLocal(service) ? [] : service.Endpoints.Select(endpoint => new ComparedItem(
        $"{Name(service)} {endpoint.Target}",
        $"{Name(service)} -> {endpoint.Target}",
        [
            new("by", endpoint.Chain),
            new("share", Math.Abs(endpoint.Probability - (1.0 / service.Endpoints.Length)) < SameShare ? "" : endpoint.Probability.ToString("P1", CultureInfo.InvariantCulture)),
            new("", endpoint.HairpinMasquerade ? "" : "no masquerade of its own connections"),
            new("", twoNodes || endpoint.IsLocal is null ? "" : endpoint.IsLocal == true ? "on this node" : "on another node"),
            new("", endpoint.Condition ?? ""),
        ],
        () => endpoint.Evidence.FirstOrDefault()));

    private static bool IsLocal(KubeServiceChain service) => service.InternalTrafficPolicy == nameof(TrafficPolicy.Local);

    private static string Name(KubeServiceChain service) => $"{service.Name}/{service.Protocol.ToUpperInvariant()}{(service.Family == "IPv6" ? " (IPv6)" : "")}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
