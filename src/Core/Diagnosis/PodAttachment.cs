using System.Runtime.CompilerServices;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>How a namespace hangs on its node.</summary>
/// <param name="Holder">The namespace, as a rule a pod's.</param>
/// <param name="Ends">The ends of its veth pairs on the node; empty when it has none.</param>
internal sealed record PodAttachment(NamespaceView Holder, Link[] Ends)
{
    // Of each namespace once: a sweep in which everything fails asks for every path.
    private static readonly ConditionalWeakTable<NamespaceView, PodAttachment> Known = [];

    /// <summary>How a namespace hangs on its node.</summary>
    public static PodAttachment Of(NodeNetwork network, NamespaceView holder) => Known.GetValue(holder, space => Find(network, space));

    /// <summary>The namespaces that hold an address, but for the node itself.</summary>
    public static PodAttachment[] Holding(NodeNetwork network, IpAddress address) => [.. network.Holding(address).Where(space => !space.Space.IsHost).Select(space => Of(network, space))];

    /// <summary>
    /// True for an interface of a pod by which its own traffic goes: it has a default route, or the pod has none at all. Others are for networks of their own
    /// (a second network plugin, a bridge within the pod), whose addresses mean nothing elsewhere.
    /// </summary>
    public static bool IsMain(NamespaceView pod, string device)
    {
        string?[] defaults = [.. (pod.Fib is null ? [] : pod.Space.Routes.Routes)
            .Where(route => route is { Destination.Length: <= 1, Type: RouteType.Unicast })
            .SelectMany(route => route.NextHops)
            .Select(hop => hop.Device)];
        return defaults.Length == 0 || defaults.Contains(device);
    }

    /// <summary>True when a pod has an address of that family for others to see, and when its addresses are not known.</summary>
    public static bool Uses(NamespaceView pod, IpFamily family) => pod.Addresses is null || pod.Addresses.Addresses.Any(address => address.Scope == "global" && address.Family == family);

    /// <summary>True when packets that the node sends by an interface can come to the namespace: it is an end, or the bridge that an end is a port of.</summary>
    public bool IsReachedBy(string device) => Ends.Any(end => end.Name == device || end.Master == device);

    /// <summary>Where it hangs, in words.</summary>
    public override string ToString() => Ends.Length == 0 ? Holder.Name : $"{Holder.Name} behind {string.Join(" and ", Ends.Select(end => $"{end}{(end.IsUp ? "" : ", which is down")}"))}";

    private static PodAttachment Find(NodeNetwork network, NamespaceView holder) =>
        new(holder, [.. (network.Host.Links?.Links ?? []).Where(link => network.Veths.PeerOf(network.Host, link.Name)?.Space == holder)]);
}
