namespace NetPath.Bench.Rulesets;

/// <summary>How large a generated ruleset is.</summary>
/// <param name="Services">Service ports, each with a virtual IP of its own.</param>
/// <param name="Endpoints">Endpoints of each Service port.</param>
/// <param name="EndpointComments">
/// True to write the comments of endpoint rules. kube-proxy leaves them out where a cluster has more than 1,000 endpoints
/// (largeClusterEndpointsThreshold in pkg/proxy/iptables/proxier.go); with them the text is at its largest.
/// </param>
/// <param name="SingleEndpointService">The number of one Service that has a single endpoint, so that a packet for it has one way; null for none.</param>
internal sealed record RulesetSize(int Services, int Endpoints, bool EndpointComments = true, int? SingleEndpointService = null)
{
    /// <summary>The Service port with this number.</summary>
    public GeneratedService Service(int number) => new(number, number == SingleEndpointService ? 1 : Endpoints);
}
