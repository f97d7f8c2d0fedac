using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>How a namespace hangs on its node.</summary>
/// <param name="Holder">The namespace, as a rule a pod's.</param>
/// <param name="Ends">The ends of its veth pairs on the node; empty when it has none.</param>
internal sealed record PodAttachment(NamespaceView Holder, Link[] Ends)
{
    /// <summary>How a namespace hangs on its node.</summary>
    public static PodAttachment Of(NodeNetwork network, NamespaceView holder) =>
        new(holder, [.. (network.Host.Links?.Links ?? []).Where(link => network.Veths.PeerOf(network.Host, link.Name)?.Space == holder)]);

    /// <summary>The namespaces that hold an address, but for the node itself.</summary>
    public static PodAttachment[] Holding(NodeNetwork network, IpAddress address) => [.. network.Holding(address).Where(space => !space.Space.IsHost).Select(space => Of(network, space))];

    /// <summary>True when packets that the node sends by an interface can come to the namespace: it is an end, or the bridge that an end is a port of.</summary>
    public bool IsReachedBy(string device) => Ends.Any(end => end.Name == device || end.Master == device);

    /// <summary>Where it hangs, in words.</summary>
    public override string ToString() => Ends.Length == 0 ? Holder.Name : $"{Holder.Name} behind {string.Join(" and ", Ends.Select(end => $"{end}{(end.IsUp ? "" : ", which is down")}"))}";
}
