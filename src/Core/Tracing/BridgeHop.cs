namespace NetPath.Core.Tracing;

/// <summary>A bridge switches the packet from one of its ports to another; the IP stack of that namespace does not see it.</summary>
public sealed record BridgeHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Bridge";

    internal override Layer NetworkLayer => Tracing.Layer.L2;

    /// <summary>The bridge.</summary>
    public required string Bridge { get; init; }

    /// <summary>The port that the packet came in by; null when the bridge's own IP stack sent it.</summary>
    public string? InPort { get; init; }

    /// <summary>The port that it leaves by.</summary>
    public required string OutPort { get; init; }

    /// <summary>MTU of that port in bytes; null when it is not known.</summary>
    public int? Mtu { get; init; }

    /// <summary>True when the bridge handed the packet to the iptables rules (bridge-nf-call-iptables).</summary>
    public bool AskedRules { get; init; }
}
