namespace NetPath.Core.Tracing;

/// <summary>
/// The packet leaves by an interface, into another namespace through a veth pair or out of the snapshot; or it comes in from outside the snapshot.
/// </summary>
public sealed record LinkHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Link";

    internal override Layer NetworkLayer => Tracing.Layer.L2;

    /// <summary>The interface it leaves by, or comes in by from outside.</summary>
    public required string Interface { get; init; }

    /// <summary>Kind of the interface: veth, bridge, vxlan, …; null for a physical one.</summary>
    public string? InterfaceKind { get; init; }

    /// <summary>The interface it comes in by at the other end; null when that is not in the snapshot.</summary>
    public string? PeerInterface { get; init; }

    /// <summary>MTU of that interface in bytes; null when it is not known.</summary>
    public int? PeerMtu { get; init; }

    /// <summary>The namespace at the other end; null when that is not in the snapshot.</summary>
    public string? PeerPlace { get; init; }
}
