using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3002: a route or policy rule that lets nothing through takes the packet.</summary>
internal static class ClosedRoute
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A blackhole, unreachable or prohibit route takes the packet",
        EvidenceNeeded = "The route that won, and the policy rule that led to its table",
        Symptom = "The client times out (blackhole), or sees \"no route to host\" (unreachable, prohibit)",
        Remedy = "A plugin's block route is right where it is: what is missing is the pod's own route, which would win as the longer prefix. Find out why the plugin does "
            + "not write it, or whether the pod is gone and the Service still names it. A route or rule that somebody made by hand has to be removed.",
        Commands =
        [
            "ip route get <destination>",
            "ip route show type blackhole table all",
            "ip rule show",
            "kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<destination>",
        ],
        Explains = [Disposition.Blackholed, Disposition.Unreachable, Disposition.Prohibited],
        IsGeneral = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (LastRoute.Of(context) is not { Hop.Lookup: RouteLookup lookup } route || lookup.Result is not (RouteResult.Blackhole or RouteResult.Unreachable or RouteResult.Prohibit))
        {
            yield break;
        }

        string destination = route.Hop.Before.Destination;
        string what = lookup.Route is Route closed ? $"the route '{closed}' in table {lookup.Table}" : $"the policy rule '{lookup.PolicyRule}'";
        yield return new Observation($"{what} of {route.Space.Name} takes the packet to {destination}{Missing(route, lookup)}", route.Hop.Evidence)
        {
            Hop = route.Hop,
            Subject = destination,
            Names = [("destination", destination)],
        };
    }

    private static string Missing(LastRoute route, RouteLookup lookup)
    {
        bool isBlock = lookup.Route is Route closed && closed.Destination.Length < route.Destination.Width;
        PodAttachment? holder = PodAttachment.Holding(route.Network, route.Destination).FirstOrDefault();
        return holder is not null ? $": {(isBlock ? "the pod's own route is missing; " : "")}{holder} holds that address"
            : isBlock && route.Space.Space.IsHost ? ": no pod of the snapshot holds that address" : "";
    }
}
