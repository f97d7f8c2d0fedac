using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>One policy rule (<c>ip rule</c>): which lookups it takes, and in which table they look.</summary>
public sealed record PolicyRule
{
    /// <summary>IPv4 or IPv6: each family has its own rules.</summary>
    public required IpFamily Family { get; init; }

    /// <summary>Rules are tried from the smallest priority on.</summary>
    public required uint Priority { get; init; }

    /// <summary>Takes the lookups that the selectors do not match (<c>not</c>).</summary>
    public bool Not { get; init; }

    /// <summary>Source addresses; null for all.</summary>
    public IpPrefix? From { get; init; }

    /// <summary>Destination addresses; null for all.</summary>
    public IpPrefix? To { get; init; }

    /// <summary>The device the packet came in by; <c>lo</c> means made here. Null for any.</summary>
    public string? InInterface { get; init; }

    /// <summary>The device that the sending socket is bound to; null for any.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The in-interface does not exist, so that nothing matches it.</summary>
    public bool InInterfaceDetached { get; init; }

    /// <summary>The out-interface does not exist, so that nothing matches it.</summary>
    public bool OutInterfaceDetached { get; init; }

    /// <summary>Firewall mark to match under <see cref="FwMask"/>; null for any.</summary>
    public uint? FwMark { get; init; }

    /// <summary>Bits of the mark that count; null when there is no mark to match.</summary>
    public uint? FwMask { get; init; }

    /// <summary>IP protocol number; null for any.</summary>
    public int? IpProtocol { get; init; }

    /// <summary>Source ports; null for any.</summary>
    public NumberRange? SourcePorts { get; init; }

    /// <summary>Destination ports; null for any.</summary>
    public NumberRange? DestinationPorts { get; init; }

    /// <summary>Type of service, or for IPv6 traffic class without its ECN bits; 0 for any.</summary>
    public int Tos { get; init; }

    /// <summary>Differentiated services code point, 0 to 63 (<c>dscp</c>, Linux 6.12); null for any.</summary>
    public int? Dscp { get; init; }

    /// <summary>Users of the sending socket; null for any.</summary>
    public NumberRange? UidRange { get; init; }

    /// <summary>Tunnel id that a collecting tunnel device stored with the packet; null for any.</summary>
    public long? TunId { get; init; }

    /// <summary>Takes only lookups over a VRF, and looks in that VRF's table.</summary>
    public bool L3mdev { get; init; }

    /// <summary>A result whose prefix is this long or shorter does not count; null for no such limit.</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>A result over a device of this group does not count; null for no such limit.</summary>
    public string? SuppressInterfaceGroup { get; init; }

    /// <summary>What the rule does.</summary>
    public required PolicyRuleAction Action { get; init; }

    /// <summary>Priority to go on at; null when the action is another.</summary>
    public uint? Goto { get; init; }

    /// <summary>Number of the table to look in; null when the action is another.</summary>
    public long? Table { get; init; }

    /// <summary>The table as people write it; null when the action is no lookup in a fixed table.</summary>
    public string? TableName { get; init; }

    /// <summary>Selectors that NetPath does not model, with their values; any of them makes a match undecidable.</summary>
    public IReadOnlyList<string> UnknownSelectors { get; init; } = [];

    /// <summary>The object in the snapshot that says so.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>As <c>ip rule</c> prints it: <c>32766: from all lookup main</c>.</summary>
    public override string ToString() => PolicyRuleText.Format(this);
}
