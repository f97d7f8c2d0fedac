using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7006: a pod sees the node's address where it should see the other pod's.</summary>
internal static class UnexpectedSourceNat
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7006",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The source is translated between two pods: the server sees another address than the client's",
        EvidenceNeeded = "The SNAT or MASQUERADE rule that the packet met, and the rule that marked it",
        Symptom = "The connection works, but network policies, logs and limits see the node's address instead of the pod's",
        Remedy = "Take the pods' addresses out of the rule: kube-proxy's --masquerade-all has to be off and its --cluster-cidr right; a plugin's masquerade rule needs an exception for "
            + "all of the cluster's pod ranges.",
        Commands = ["iptables -t nat -S POSTROUTING", "kubectl --namespace kube-system get configmap kube-proxy --output yaml"],
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        // Nearly every path ends here.
        if (context.Outcome.SourceSeen == context.Trace.Packet.Source
            || Array.FindLast(context.Outcome.Hops, hop => hop is RuleHop { Effect: nameof(RuleEffect.SourceNat) }) is not RuleHop hop
            || !IsBetweenPods(context)
            || !IsForInside(context))
        {
            yield break;
        }

        IEnumerable<Evidence> marks = context.Outcome.Hops.OfType<RuleHop>().Where(mark => mark.Effect == nameof(RuleEffect.Mark) && mark.Place == hop.Place).SelectMany(mark => mark.Evidence);
        yield return new Observation(
            $"{hop.Table.ToLowerInvariant()} {hop.Chain} rule {hop.RuleNumber} of {hop.Place} translates the source {context.Trace.Packet.Source} to {context.Outcome.SourceSeen}, so that {context.Outcome.EndsAt} does not see the client's address",
            [.. hop.Evidence, .. marks])
        {
            Hop = hop,
        };
    }

    // A pod that reaches itself has to be masqueraded (hairpin).
    private static bool IsBetweenPods(PathContext context)
    {
        NamespaceView? client = context.SpaceOf(context.Outcome.Hops[0]);
        NamespaceView? server = context.SpaceOf(context.Outcome.EndsAt);
        return client is not null && server is not null && client != server && IsPod(client) && IsPod(server)
            && server.IsLocal(context.Outcome.Hops[^1].After.DestinationAddress);
    }

    private static bool IsPod(NamespaceView space) => !space.Space.IsHost && space.Node.Veths.IsPod(space);

    // What asks by a node port or an address for clients outside is masqueraded on purpose, unless the traffic policy is Local.
    private static bool IsForInside(PathContext context)
    {
        IpAddress asked = context.Trace.Packet.DestinationAddress;
        return asked == context.Outcome.Hops[^1].After.DestinationAddress
            || context.Service?.Entries.Exists(entry => entry.Kind == EntryKind.ClusterIP && entry.Address == asked) == true;
    }
}
