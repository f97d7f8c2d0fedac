using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>A tunnel device puts the packet into another one, which the node sends on its own, or takes it out again.</summary>
public sealed record EncapsulationHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => Decapsulates ? "Decapsulation" : "Encapsulation";

    internal override Layer NetworkLayer => Tracing.Layer.L3;

    /// <summary>The tunnel device.</summary>
    public required string Device { get; init; }

    /// <summary>Kind of the device: vxlan, ipip, wireguard, …</summary>
    public required string Protocol { get; init; }

    /// <summary>Network identifier of VXLAN and Geneve, key of GRE; null for none.</summary>
    public long? Vni { get; init; }

    /// <summary>True where the inner packet is taken out.</summary>
    public bool Decapsulates { get; init; }

    /// <summary>The packet inside.</summary>
    public Packet Inner => Decapsulates ? After : Before;

    /// <summary>The packet around it, from node to node.</summary>
    public Packet Outer => Decapsulates ? Before : After;

    /// <summary>True when the outer packet may not be cut into fragments, whatever the inner one says.</summary>
    public bool DontFragment { get; init; }

    /// <summary>The bytes that the outer headers add.</summary>
    public int Overhead { get; init; }
}
