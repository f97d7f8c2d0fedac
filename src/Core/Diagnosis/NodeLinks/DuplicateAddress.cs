using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4008: two pods, or a pod and its node, have the same address.</summary>
internal static class DuplicateAddress
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4008",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Two pods, or a pod and its node, have the same address",
        EvidenceNeeded = "The address in the namespaces of both",
        Symptom = "Connections reach now this pod and now that one, or the wrong one; some are refused or time out",
        Remedy = "Delete one of the pods, or take the address from the node. Then find out why the address was given twice: two nodes with the same block or pod range, a network plugin's store that was deleted or "
            + "restored, or somebody who set an address by hand.",
        Commands = ["kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<address>", "ip route get <address>", "calicoctl ipam check"],
        Explains = [Disposition.NotListening, .. NodeRouting.WrongDevice.Astray],
        OnPath = OnPath,
        OnNode = context => Twice([context.Snapshot]),
        OnCluster = context => Twice([.. context.Nodes]).Where(seen => seen.Node is null),
    };

    private static IEnumerable<Observation> OnPath(PathContext context) => context.End is Hop end
        ? Twice(ClusterContext.Latest(context.Snapshots), end.After.DestinationAddress).Select(seen => seen with { Hop = end })
        : [];

    // What a pod has for itself may be in many pods: the bridge of a Docker within the pod, a virtual IP on lo.
    private static IEnumerable<LinkAddress> OnTheWire(NodeNetwork network, NamespaceView pod) =>
        from end in PodAttachment.Of(network, pod).Ends
        from address in pod.Addresses?.Of(network.Veths.PeerOf(network.Host, end.Name)!.Value.Link.Name) ?? []
        where address.Scope == "global" && PodAttachment.IsMain(pod, address.Device)
        select address;

    // The node takes what is for an address of its own, and the pod gets nothing of it.
    private static IEnumerable<(NamespaceView, LinkAddress)> OfItsNode(NodeNetwork network, LinkAddress address) =>
        (network.Host.Addresses?.Find(address.Address) ?? []).Where(own => own.Scope == "global").Select(own => (network.Host, own));

    // An observation of one node names that node; one across nodes names none.
    private static IEnumerable<Observation> Twice(NodeSnapshot[] snapshots, IpAddress? only = null)
    {
        IEnumerable<(NamespaceView Pod, LinkAddress Address)> all =
            from snapshot in snapshots
            let network = NodeNetwork.Of(snapshot)
            from pod in only is IpAddress asked ? network.Holding(asked) : network.Spaces
            where network.Veths.IsPod(pod)
            from address in OnTheWire(network, pod)
            where only is null || address.Address == only
            from holder in OfItsNode(network, address).Prepend((pod, address))
            select holder;
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
