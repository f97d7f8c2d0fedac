using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Routing;
using NetPath.Core.Sockets;

namespace NetPath.Core.Snapshots;

/// <content>
/// What was collected here, for people who want to look for themselves. Methods, not properties: writing a namespace out as JSON must not read all of it.
/// </content>
public sealed partial class NetworkNamespace
{
    /// <summary>The interfaces.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public Link[] GetLinks() => [.. Links.Links];

    /// <summary>The addresses of the interfaces.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public LinkAddress[] GetAddresses() => [.. Addresses.Addresses];

    /// <summary>The routes of all tables.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public Route[] GetRoutes() => [.. Routes.Routes];

    /// <summary>The policy rules in the order of their priority.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public PolicyRule[] GetPolicyRules() => [.. PolicyRules.Rules];

    /// <summary>The neighbours (ARP and NDP).</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public Neighbour[] GetNeighbours() => [.. Neighbours.Neighbours];

    /// <summary>The sockets that listen.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public ListeningSocket[] GetListeningSockets() => [.. Sockets.Sockets];

    /// <summary>The iptables rulesets, one for each IP version and backend that has one.</summary>
    /// <exception cref="SectionNotCollectedException">No rules were collected.</exception>
    public Ruleset[] GetRulesets() => [.. Netfilter.Rulesets];

    /// <summary>The ipsets that rules ask for.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public Ipset[] GetIpsets() => [.. Ipsets.Sets];

    /// <summary>A kernel setting by its path under /proc/sys, such as <c>net/ipv4/ip_forward</c>; null when it was not collected.</summary>
    /// <exception cref="SectionNotCollectedException">No settings were collected.</exception>
    public string? GetSetting(string name) => Sysctl.TryGet(name, out string? value) ? value : null;
}
