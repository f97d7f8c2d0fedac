using System.Globalization;
using NetPath.Core.Links;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Interfaces, their addresses and forwarding databases.</summary>
internal static class LinkItems
{
    // They hold addresses that are the same on every node, such as NodeLocal DNSCache's and the virtual IPs of IPVS.
    private const string NoDevice = "dummy";

    public static IEnumerable<ComparedItem> Links(NetworkNamespace space, ComparedPair pair) => space.Links.Links
        .Where(link => !pair.TwoNodes || !IsPodsOwn(link))
        .Select(link => new ComparedItem(link.Name, link.Name, Traits(link, pair.TwoNodes), () => link.Evidence));

    public static IEnumerable<ComparedItem> Addresses(NetworkNamespace space, ComparedPair pair) => space.Addresses.Addresses
        .Where(address => !pair.TwoNodes || space.Links.Find(address.Device)?.Kind == NoDevice)
        .Select(address => new ComparedItem(
            $"{address.Device} {address}",
            $"{address} dev {address.Device}",
            [new Trait("scope", address.Scope), Flag(address.Secondary, "secondary"), Flag(address.Deprecated, "deprecated"), Flag(address.Tentative, "tentative"), Flag(address.DadFailed, "dadfailed")],
            () => address.Evidence));

    // A VTEP's address is another on each node, and multicast groups follow from a node's own addresses.
    public static IEnumerable<ComparedItem> ForwardingEntries(NetworkNamespace space, ComparedPair pair) => pair.TwoNodes ? [] : ForwardingDatabase.Parse(space.Part("links/fdb.json")).Entries
        .Where(entry => entry.State is "permanent" or "static" || entry.Destination is not null)
        .Select(entry => new ComparedItem(
            $"{entry.Device} {entry.MacAddress} {entry.Vlan} {entry.Master}",
            $"{entry.MacAddress} dev {entry.Device}",
            [new Trait("dst", entry.Destination ?? ""), new Trait("port", Text(entry.Port)), new Trait("vni", entry.Vni?.ToString(CultureInfo.InvariantCulture) ?? ""), new Trait("vlan", Text(entry.Vlan)), new Trait("master", entry.Master ?? ""), new Trait("", entry.State)],
            () => entry.Evidence));

    /// <summary>The node's end of a pod's pair of interfaces.</summary>
    public static bool IsPodsOwn(Link link) => link.Kind == "veth";

    private static List<Trait> Traits(Link link, bool twoNodes)
    {
        List<Trait> traits =
        [
            new("kind", link.Kind ?? link.LinkType ?? ""),
            new("", link.IsUp ? "up" : "down"),
            new("", link.HasCarrier ? "carrier" : "no carrier"),
            new("MTU", Text(link.Mtu)),
            new("master", link.Master ?? ""),
            new("VLAN", Text(link.VlanId)),
            new("mode", link.Mode ?? ""),
            new("VRF table", link.VrfTable ?? ""),
            new("group", link.Group == "default" ? "" : link.Group),
            new("alias", link.Alias ?? ""),
            new("port", link.BridgePort is BridgePort port ? $"{port.State}, hairpin {OnOff(port.Hairpin)}, isolated {OnOff(port.Isolated)}, learning {OnOff(port.Learning)}" : ""),
            new("VXLAN", link.Vxlan is VxlanDetails vxlan ? $"id {vxlan.Id}, port {vxlan.Port}, learning {OnOff(vxlan.Learning)}, dev {vxlan.Device}" : ""),
            new("tunnel", link.Tunnel is TunnelDetails tunnel ? $"key {tunnel.Key ?? "none"}, dev {tunnel.Device ?? "any"}" : ""),
        ];
        return twoNodes ? traits : [.. traits, .. OwnTraits(link)];
    }

    // An interface that was made anew has another index, and mostly another hardware address.
    private static IEnumerable<Trait> OwnTraits(Link link) =>
    [
        new("index", Text(link.Index)),
        new("peer", link.LinkIndex is null && link.LinkName is null ? "" : $"{link.LinkName ?? $"index {link.LinkIndex}"}{(link.LinkNetnsId is int id ? $" in namespace {id}" : "")}"),
        new("address", link.MacAddress ?? ""),
        new("ends", link.Vxlan is VxlanDetails vxlan ? $"local {vxlan.Local ?? "any"}, group {vxlan.Group ?? "none"}" : link.Tunnel is TunnelDetails tunnel ? $"local {tunnel.Local ?? "any"}, remote {tunnel.Remote ?? "any"}" : ""),
    ];

    private static Trait Flag(bool set, string name) => new("", set ? name : "");

    private static string OnOff(bool value) => value ? "on" : "off";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
