using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>What a rule asks a set.</summary>
internal sealed record IpsetQuery
{
    public required Packet Packet { get; init; }

    /// <summary>For each field of the set, whether the packet's source side is compared (src) or its destination side (dst).</summary>
    public required IReadOnlyList<bool> Sources { get; init; }

    /// <summary>The interface it came in by; null where the kernel has none.</summary>
    public string? InInterface { get; init; }

    /// <summary>The interface it leaves by; null where the kernel has none.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The Ethernet header; null for a packet without one.</summary>
    public EthernetHeader? Ethernet { get; init; }

    /// <summary>--return-nomatch: exceptions are what the rule looks for.</summary>
    public bool WantsExceptions { get; init; }

    /// <summary>The rule also compares what the element has counted.</summary>
    public bool ComparesCounters { get; init; }
}
