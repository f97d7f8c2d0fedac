using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4008: two pods have the same address.</summary>
internal static class DuplicateAddress
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4008",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Two pods have the same address",
        EvidenceNeeded = "The address in the namespaces of both pods",
        Symptom = "Connections reach now this pod and now that one, or the wrong one; some are refused or time out",
        Remedy = "Delete one of the pods. Then find out why the address was given twice: two nodes with the same block or pod range, a network plugin's store that was deleted or "
            + "restored, or somebody who set an address by hand.",
        Commands = ["kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<address>", "ip route get <address>", "calicoctl ipam check"],
        Explains = [Disposition.NotListening, .. NodeRouting.WrongDevice.Astray],
        OnPath = OnPath,
        OnNode = context => Twice([context.Snapshot]),
        OnCluster = context => Twice([.. context.Snapshots.DistinctBy(snapshot => snapshot.NodeName)]).Where(seen => seen.Node is null),
    };

    private static IEnumerable<Observation> OnPath(PathContext context) => context.End is Hop end
        ? Twice([.. context.Snapshots.DistinctBy(snapshot => snapshot.NodeName)], end.After.DestinationAddress).Select(seen => seen with { Hop = end })
        : [];

    // An observation of one node names that node; one across nodes names none.
    private static IEnumerable<Observation> Twice(NodeSnapshot[] snapshots, IpAddress? only = null)
    {
        IEnumerable<(NamespaceView Pod, LinkAddress Address)> all =
            from snapshot in snapshots
            let network = NodeNetwork.Of(snapshot)
            from pod in network.Spaces
            where network.Veths.IsPod(pod) && PodAttachment.Of(network, pod).Ends.Length > 0
            from address in pod.Addresses?.Addresses ?? []
            where address.Scope == "global" && (only is null || address.Address == only)
            select (pod, address);
        foreach (IGrouping<IpAddress, (NamespaceView Pod, LinkAddress Address)> same in all.GroupBy(one => one.Address.Address))
        {
            (NamespaceView Pod, LinkAddress Address)[] holders = [.. same.DistinctBy(one => one.Pod)];
            if (holders.Length > 1)
            {
                NodeSnapshot[] nodes = [.. holders.Select(holder => holder.Pod.Space.Snapshot).Distinct()];
                yield return new Observation(
                    $"{same.Key} is an address of {string.Join(" and of ", holders.Select(holder => nodes.Length > 1 ? $"{holder.Pod.Name} on {holder.Pod.Space.Snapshot.NodeName}" : holder.Pod.Name))}",
                    [.. holders.Select(holder => holder.Address.Evidence)])
                {
                    Subject = $"{same.Key}",
                    Names = [("address", $"{same.Key}")],
                    Node = nodes.Length == 1 ? nodes[0] : null,
                };
            }
        }
    }
}
