using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Routing;
using NetPath.Core.Services;
using NetPath.Core.Services.Ipvs;

namespace NetPath.Core.Snapshots;

/// <content>Links, routes and rules.</content>
public sealed partial class NetworkNamespace
{
    /// <summary>Interfaces.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal LinkTable Links => Section(static space => LinkTable.Parse(space.Part("links/link.json")));

    /// <summary>Addresses of the interfaces.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal AddressTable Addresses => Section(static space => AddressTable.Parse(space.Part("links/address.json")));

    /// <summary>Routes of all tables.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal RouteTables Routes => Section(static space => RouteTables.Parse(
        space.Part("routing/route4.json"),
        Optional(space, "routing/route6.json"),
        Optional(space, "routing/nexthop.json")));

    /// <summary>Policy rules.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal PolicyRules PolicyRules => Section(static space => PolicyRules.Parse(
        space.Part("routing/rule4.json"),
        Optional(space, "routing/rule6.json")));

    /// <summary>Neighbours (ARP and NDP).</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal NeighbourTable Neighbours => Section(static space => NeighbourTable.Parse(space.Part("routing/neighbour.json")));

    /// <summary>Policies of IPsec; none where they were not collected, as in the namespaces of pods and where the kernel has no IPsec.</summary>
    internal IReadOnlyList<IpsecPolicy> IpsecPolicies => Section(static space => Optional(space, "routing/xfrm-policy.txt") is SnapshotPart part ? Routing.IpsecPolicies.Parse(part) : []);

    /// <summary>Forwarding databases of bridges and VXLAN devices.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal ForwardingDatabase ForwardingDatabase => Section(static space => ForwardingDatabase.Parse(space.Part("links/fdb.json")));

    /// <summary>Packet rules of all kinds.</summary>
    /// <exception cref="SectionNotCollectedException">No rules were collected.</exception>
    internal NetfilterConfiguration Netfilter => Section(NetfilterReader.Read);

    /// <summary>The sets that packet rules ask for.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal IpsetTable Ipsets => Section(static space => IpsetSaveReader.Read(space.Part("netfilter/ipset-save.txt")));

    /// <summary>The Services that kube-proxy's iptables rules hold in this namespace.</summary>
    /// <exception cref="SectionNotCollectedException">No rules were collected.</exception>
    internal ServiceTable Services => Section(static space => ServiceTable.Read(space.Netfilter.Rulesets));

    /// <summary>The virtual servers of IPVS.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected: IPVS is not in the kernel, or ipvsadm is missing.</exception>
    internal VirtualServerTable VirtualServers => Section(static space => VirtualServerTable.Parse(space.Part("netfilter/ipvs.txt")));

    private static SnapshotPart? Optional(NetworkNamespace space, string path) => space.TryPart(path, out SnapshotPart? part) ? part : null;
}
