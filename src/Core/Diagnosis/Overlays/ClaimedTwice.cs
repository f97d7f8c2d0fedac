using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5008: two nodes have the same tunnel address, station or block of pod addresses.</summary>
internal static class ClaimedTwice
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5008",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Two nodes claim the same tunnel address or the same block of pod addresses",
        EvidenceNeeded = "The address of the tunnel device, its MAC address, or the block's own route or bridge, in the snapshots of both nodes",
        Symptom = "Intermittent: packets come to one of the nodes or to the other, and time out where the pod is not",
        Remedy = "Release the address or the block on the node that does not own it by the plugin's own records (calicoctl ipam check; the podCIDR and annotations of the Node), then restart "
            + "the plugin's pod there. A node that was cloned together with its state, or that came back under another name, is the usual reason.",
        Commands = ["kubectl get nodes --output custom-columns=NAME:.metadata.name,CIDR:.spec.podCIDR", "ip -d address show <device>", "calicoctl ipam check"],
        Explains = [Disposition.TunnelMismatch, Disposition.Inconclusive, Disposition.NeighbourMismatch, Disposition.LeavesSnapshot, Disposition.Blackholed],
        OnCluster = OnCluster,
        OnPath = OnPath,
    };

    // A path is touched by those claims that its next hops or its destination fall under.
    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        NodeSnapshot[] nodes = ClusterContext.Latest(context.Snapshots);
        return nodes.Length < 2 ? [] : Doubles(nodes)
            .Select(pair => (Pair: pair, Hop: context.Hops.OfType<RouteHop>().FirstOrDefault(hop => Touches(pair.First, hop))))
            .Where(seen => seen.Hop is not null)
            .Select(seen => See(seen.Pair.First, seen.Pair.Second) with { Hop = seen.Hop });
    }

    private static bool Touches(Claim claim, RouteHop hop) => claim.Block is IpPrefix block
        && (block.Contains(hop.After.DestinationAddress) || (hop.Lookup?.GatewayAddress is IpAddress nextHop && block.Contains(nextHop)));

    private static IEnumerable<Observation> OnCluster(ClusterContext context) => Doubles(context.Nodes).Select(pair => See(pair.First, pair.Second));

    private static IEnumerable<(Claim First, Claim Second)> Doubles(IReadOnlyList<NodeSnapshot> snapshots) => snapshots
        .SelectMany(Of)
        .GroupBy(claim => claim.What)
        .Select(group => group.DistinctBy(claim => claim.Node).ToArray())
        .Where(group => group.Length > 1)
        .Select(group => (group[0], group[1]));

    private static Observation See(Claim first, Claim second) => new($"{first.Node.NodeName} and {second.Node.NodeName} both have {first.What}", first.Evidence, second.Evidence)
    {
        Subject = first.Device ?? first.What,
        Node = second.Node,
        Names = [("device", second.Device ?? "")],
    };

    private static IEnumerable<Claim> Of(NodeSnapshot node)
    {
        Tunnels tunnels = Tunnels.Of(node);
        foreach (Link tunnel in tunnels.Devices)
        {
            foreach (LinkAddress address in tunnels.Host.Addresses?.Of(tunnel.Name).Where(address => address.Scope == "global") ?? [])
            {
                yield return new Claim(node, $"tunnel address {address.Address}", address.Evidence, IpPrefix.Host(address.Address), tunnel.Name);
            }

            if (tunnel is { Kind: "vxlan", MacAddress: string mac, Vxlan.Id: long number })
            {
                yield return new Claim(node, $"station {mac.ToLowerInvariant()} in VXLAN {number}", tunnel.Evidence, null, tunnel.Name);
            }
        }

        foreach (Claim block in Blocks(node, tunnels))
        {
            yield return block;
        }
    }

    // Calico keeps a blackhole route (protocol 80; bird's where BGP runs) for each block of its own; bridge plugins give their bridge the block's first address.
    private static IEnumerable<Claim> Blocks(NodeSnapshot node, Tunnels tunnels)
    {
        IEnumerable<Route> routes = tunnels.Host.Fib is null ? [] : node.Host.Routes.Routes;
        foreach (Route route in routes.Where(route => route is { Type: RouteType.Blackhole, Protocol: "80" or "bird", Table: RouteTableName.Main } && route.Destination.Length > 0))
        {
            yield return new Claim(node, $"the pod block {route.Destination}", route.Evidence, route.Destination, null);
        }

        foreach (LinkAddress address in tunnels.Host.Addresses?.Of("cni0").Where(address => address.Scope == "global") ?? [])
        {
            IpPrefix block = new(address.Address, address.PrefixLength);
            yield return new Claim(node, $"the pod block {block}", address.Evidence, block, "cni0");
        }
    }

    /// <summary>Something that only one node may have.</summary>
    private sealed record Claim(NodeSnapshot Node, string What, Evidence Evidence, IpPrefix? Block, string? Device);
}
