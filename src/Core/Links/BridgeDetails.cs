namespace NetPath.Core.Links;

/// <summary>Settings of a bridge.</summary>
public sealed record BridgeDetails
{
    /// <summary>Frames stay in their VLAN (<c>vlan_filtering</c>).</summary>
    public bool FiltersVlans { get; init; }

    /// <summary>This bridge asks the iptables rules, whatever the setting for all bridges says.</summary>
    public bool CallsIptables { get; init; }

    /// <summary>This bridge asks the ip6tables rules, whatever the setting for all bridges says.</summary>
    public bool CallsIp6tables { get; init; }
}
