using NetPath.Core.Kubernetes;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2010: session affinity sends a client to an endpoint that is gone or not ready.</summary>
internal static class HeldByAffinity
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2010",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Session affinity holds clients to an endpoint that no longer exists, is not ready or cannot be reached",
        EvidenceNeeded = "The rule that looks the client up, the list /proc/net/xt_recent/KUBE-SEP-… that holds it, and what is wrong with the endpoint",
        Symptom = "Timed out, for that client alone, until it has not asked for as long as the affinity lasts",
        Remedy = "Find out why kube-proxy still has rules for the endpoint; once they are gone the client is free. To free it now, take it from the list, or set the Service's "
            + "sessionAffinity to None.",
        Commands =
        [
            "cat /proc/net/xt_recent/<chain>",
            "echo -<client> > /proc/net/xt_recent/<chain>",
            "kubectl --namespace <namespace> get service <service> --output jsonpath='{.spec.sessionAffinity} {.spec.sessionAffinityConfig}'",
        ],
        Explains = Endings.EndpointNotReached,
        IsNarrow = true,
        OnPath = CheckPath,
        OnService = CheckService,
    };

    private static IEnumerable<Observation> CheckPath(PathContext context)
    {
        if (context.Outcome.Hops.OfType<RuleHop>().LastOrDefault(IsLookup) is not { Step.Rule: { } rule } hop || Bad(context) is not string bad)
        {
            yield break;
        }

        RecentMatch recent = rule.First<RecentMatch>()!;
        string client = context.Trace.Packet.Source;
        yield return new Observation($"session affinity holds {client} to {context.Outcome.Endpoint} for {recent.Seconds} s, and that {bad}",
            RuleEvidence.Join([rule.Evidence, Line(context.Snapshot.Host, recent.ListName, client), context.End?.Evidence.FirstOrDefault()]))
        {
            Hop = hop,
            Names = [("chain", recent.ListName), ("client", client), .. EntryComment.NamesOf(ServicePortName.FromComment(rule.Comment))],
        };
    }

    private static bool IsLookup(RuleHop hop) =>
        hop.Target.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal) && hop.Step?.Rule.First<RecentMatch>() is { Operation: "--rcheck" or "--update" };

    private static string? Bad(PathContext context)
    {
        string? condition = context.Service is not ServiceRules rules ? null
            : new ServiceContext(context.Snapshot, rules).Service.Endpoints.FirstOrDefault(endpoint => endpoint.Target == context.Outcome.Endpoint)?.Condition;
        return condition switch
        {
            nameof(EndpointCondition.Stale) => "is no endpoint any more",
            null or nameof(EndpointCondition.Ready) => context.Ending == Disposition.LeavesSnapshot ? null : "cannot be reached",
            _ => "is not ready",
        };
    }

    // Clients that are held to such an endpoint, whoever they are.
    private static IEnumerable<Observation> CheckService(ServiceContext context)
    {
        if (!context.HasObjects || !context.Rules.Chains().Any(chain => chain.Rules.Any(rule => rule.First<RecentMatch>() is not null)))
        {
            yield break;
        }

        bool anyReady = context.Service.Endpoints.Any(endpoint => endpoint.Condition == nameof(EndpointCondition.Ready));
        foreach (KubeServiceEndpoint endpoint in context.Service.Endpoints.Where(endpoint => anyReady && endpoint.Condition is not (null or nameof(EndpointCondition.Ready))))
        {
            Evidence[] held = [.. Lines(context.Snapshot.Host, endpoint.Chain)];
            if (held.Length > 0)
            {
                yield return new Observation($"{(held.Length == 1 ? "1 client is" : $"{held.Length} clients are")} held to {endpoint.Target} of {context.Service.Name} by session affinity, and the API says it is {(endpoint.Condition == nameof(EndpointCondition.Stale) ? "gone" : "not ready")}",
                    [.. held.Take(5), .. endpoint.Evidence])
                {
                    Names = [("chain", endpoint.Chain), .. EntryComment.NamesOf(context.Rules.Name)],
                };
            }
        }
    }

    private static IEnumerable<Evidence> Lines(NetworkNamespace host, string list) => !host.TryPart($"netfilter/xt_recent/{list}", out SnapshotPart? part) ? []
        : PartLines.Of(part).Where(line => line.Text.StartsWith("src=", StringComparison.Ordinal)).Select(line => PartLines.Evidence(part, line.Number, line.Text));

    private static Evidence? Line(NetworkNamespace host, string list, string client) =>
        Lines(host, list).FirstOrDefault(line => line.Text.StartsWith($"src={client} ", StringComparison.Ordinal));
}
