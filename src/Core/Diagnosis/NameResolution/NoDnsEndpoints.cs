using NetPath.Core.Dns;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1003: nobody is behind the DNS Service.</summary>
internal static class NoDnsEndpoints
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The DNS Service has no ready endpoint",
        EvidenceNeeded = "kube-proxy's rule with the comment \"has no endpoints\" for the name server of a resolv.conf",
        Symptom = "Name not resolved, at once",
        Remedy = "Find out why the DNS pods are not ready: whether they run, whether their configuration loads, and whether they reach the API server.",
        Commands =
        [
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service>",
            "kubectl --namespace <namespace> get pods --selector k8s-app=kube-dns --output wide",
            "kubectl --namespace <namespace> logs --selector k8s-app=kube-dns --tail 50",
        ],
        Explains = [Disposition.NameNotResolved],
        OnEveryPath = true,
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        foreach ((NameHop hop, _, NameServer server) in NameFacts.Asked(context).Where(one => one.Server.Symptom != nameof(Symptom.Connected)))
        {
            Rule? rule = server.Trace?.Outcomes.Select(outcome => outcome.Hops.LastOrDefault()).OfType<RuleHop>()
                .Where(end => end.Effect is nameof(RuleEffect.Reject) or nameof(RuleEffect.Drop))
                .Select(end => end.Step?.Rule)
                .FirstOrDefault(IsWithoutEndpoints);
            if (rule is not null)
            {
                yield return Seen(server.Address, rule, server.Evidence) with { Hop = hop };
            }
        }
    }

    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        Dictionary<IpAddress, Evidence> asked = [];
        foreach ((_, IpAddress server, Evidence line) in NameFacts.ServersOfPods(context))
        {
            asked.TryAdd(server, line);
        }

        foreach ((IpAddress server, Evidence line) in asked)
        {
            foreach (KubeServiceChain service in context.Snapshot.Host.Services.Find(new ServiceQuery { Addresses = [server], Ports = [NameFacts.Port], Protocols = [Protocol.Udp] }))
            {
                if (service.State is nameof(ServiceState.NoEndpoints) && service.Evidence.Length > 0)
                {
                    yield return new Observation($"{service.Name}, which pods ask at {server}, has no ready endpoint", [.. service.Evidence, line])
                    {
                        Subject = service.Name,
                        Names = [("namespace", service.Namespace), ("service", service.Service)],
                    };
                }
            }
        }
    }

    private static bool IsWithoutEndpoints(Rule? rule) =>
        rule is not null && (rule.Comment.Contains("has no endpoints", StringComparison.Ordinal) || rule.Comment.Contains("has no local endpoints", StringComparison.Ordinal));

    private static Observation Seen(string server, Rule rule, Evidence[] lines)
    {
        ServicePortName? name = ServicePortName.FromComment(rule.Comment);
        return new Observation($"{name?.ToString() ?? server}, which is asked at {server}, has no ready endpoint: {rule.Chain.Name} rule {rule.Number} of kube-proxy rejects the queries", [rule.Evidence, .. lines])
        {
            Subject = name?.ToString(),
            Names = name is null ? [] : [("namespace", name.Namespace), ("service", name.Service)],
        };
    }
}
