namespace NetPath.Bench.Rulesets;

/// <summary>How large a generated ruleset is.</summary>
/// <param name="Services">Service ports, each with a virtual IP of its own.</param>
/// <param name="Endpoints">Endpoints of each Service port.</param>
/// <param name="EndpointComments">
/// True to write the comments of endpoint rules. kube-proxy leaves them out where a cluster has more than 1,000 endpoints
/// (largeClusterEndpointsThreshold in pkg/proxy/iptables/proxier.go); with them the text is at its largest.
/// </param>
internal sealed record RulesetSize(int Services, int Endpoints, bool EndpointComments = true);
