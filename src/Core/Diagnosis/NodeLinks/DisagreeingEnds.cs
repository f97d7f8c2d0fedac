using NetPath.Core.Links;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4003: the two ends of a veth pair do not name each other.</summary>
internal static class DisagreeingEnds
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The two ends of a veth pair do not name each other",
        EvidenceNeeded = "Both ends with their index, the index that they name, and the id of the namespace (ifindex, link_index, link_netnsid)",
        Symptom = "The client times out: the interface leads to another pod than the one that its route is for, or to none",
        Remedy = "Take another snapshot: a pod that was made or deleted meanwhile looks like this. If it stays, the pod's network is half made: delete the pod, so that it is made anew.",
        Commands = ["ip -d link show dev <device>", "lsns -t net -o NS,NETNSID,PID,COMMAND", "kubectl get pods --all-namespaces --output wide --field-selector spec.nodeName=<node>"],
        Explains = [Disposition.LeavesSnapshot, Disposition.NeighbourUnresolved, Disposition.NeighbourMismatch],
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (LastRoute.Of(context) is { Link: { Kind: "veth" } link } route && Disagreement(route.Network, route.Space, link) is Observation seen)
        {
            yield return seen with { Hop = context.End };
        }
    }

    private static IEnumerable<Observation> OnNode(NodeContext context) => (context.Host.Links?.Links ?? [])
        .Where(link => link.Kind == "veth")
        .Select(link => Disagreement(context.Network, context.Host, link))
        .OfType<Observation>();

    // That an end's namespace is not in the snapshot is no disagreement: containers that are no pods, and pods that were not collected, look so.
    private static Observation? Disagreement(NodeNetwork network, NamespaceView space, Link link)
    {
        VethPeer pair = network.Veths.Describe(space, link);
        if (pair is not { Proven: false, Problem: string problem } || !SaysSo(network, space, link, pair))
        {
            return null;
        }

        return new Observation(problem, pair.Evidence) { Subject = link.Name, Names = [("device", link.Name)] };
    }

    private static bool SaysSo(NodeNetwork network, NamespaceView space, Link link, VethPeer pair)
    {
        bool namesNone = pair.FarLink is null && pair.PeerNamespace is not null;
        bool namesAnother = pair.FarLink is Link far && (far.LinkIndex != link.Index || far.Kind is not (null or "veth"));
        return (namesNone && network.Spaces.Any(other => other.Name == pair.PeerNamespace && other != space)) || namesAnother;
    }
}
