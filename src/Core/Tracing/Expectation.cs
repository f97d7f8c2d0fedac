using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Which node a packet that leaves the snapshots is expected to come to, by what the API and the other snapshots say.</summary>
internal static class Expectation
{
    /// <summary>A half-sentence that begins with a semicolon; empty when nothing is known.</summary>
    public static string Of(Network network, WalkState state, IpAddress nextHop)
    {
        IpAddress destination = state.Packet.DestinationAddress;
        NamespaceView? holder = network.Nodes.Count == 1 ? null : network.Holding(destination).FirstOrDefault(space => space.Node != state.Space.Node);
        if (holder is not null)
        {
            string where = holder == holder.Node.Host ? holder.Name : $"{holder.Name} on {holder.Node.Name}";
            return $"; {where} holds {destination}, but no snapshot knows the next hop {nextHop}, so that the way there could not be checked";
        }

        string? node = NodeOf(state.Space.Node.Snapshot, nextHop) ?? NodeOf(state.Space.Node.Snapshot, destination);
        return node is null || node == state.Space.Node.Name ? network.Nodes.Count == 1 ? "" : "; no snapshot holds that address, so that what happens there could not be checked"
            : $"; {node} is expected there by the Kubernetes API, which could not be checked without its snapshot";
    }

    private static string? NodeOf(NodeSnapshot snapshot, IpAddress address)
    {
        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        string text = address.ToString();
        return objects.Nodes.FirstOrDefault(node => node.Addresses.Contains(text))?.Name
            ?? objects.Pods.FirstOrDefault(pod => pod.PodIPs.Contains(text))?.NodeName
            ?? objects.BlockAffinities.FirstOrDefault(block => !block.Deleted && Holds(block.Cidr, address))?.NodeName
            ?? objects.Nodes.FirstOrDefault(node => node.PodCIDRs.Any(range => Holds(range, address)))?.Name;
    }

    private static bool Holds(string range, IpAddress address) => IpPrefix.TryParse(range, out IpPrefix prefix) && prefix.Contains(address);
}
