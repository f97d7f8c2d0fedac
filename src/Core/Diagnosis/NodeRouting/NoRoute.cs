using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3001: the node has no route to where the packet goes.</summary>
internal static class NoRoute
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3001",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "No route of the node leads to the endpoint",
        EvidenceNeeded = "The routes of the node, all tables of them, none of which holds the destination",
        Symptom = "Network is unreachable, at once; a time-out when the node cannot tell the client either",
        Remedy = "Find out why the network plugin has not written the route: whether its pod on this node runs, and what it logs. A route that somebody removed comes back "
            + "when the plugin is restarted.",
        Commands =
        [
            "ip route get <destination>",
            "ip route show table all",
            "kubectl --namespace kube-system get pods --output wide --field-selector spec.nodeName=<node>",
        ],
        Explains = [Disposition.NoRoute],
        IsGeneral = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (LastRoute.Of(context) is not { Hop.Result: nameof(RouteResult.NoRoute), Space.Space.IsHost: true } route)
        {
            yield break;
        }

        string destination = route.Hop.Before.Destination;
        string family = route.Destination.Family == IpFamily.IPv4 ? "4" : "6";
        PodAttachment? holder = PodAttachment.Holding(route.Network, route.Destination).FirstOrDefault();
        yield return new Observation(
            $"no route of {route.Space.Name} leads to {destination}{(holder is null ? "" : $", which is an address of {holder}")}",
            [new Evidence($"{route.Space.Space.Path}/routing/route{family}.json", 0, $"no route for {destination}"), .. route.Hop.Evidence])
        {
            Hop = route.Hop,
            Subject = destination,
            Names = [("destination", destination)],
        };
    }
}
