namespace NetPath.Core.Netfilter.Targets;

/// <summary>CONNMARK: sets the connection's mark, or copies between packet and connection.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="ClearMask">For set: bits that are cleared first. For save and restore: the bits of the connection's mark (--ctmask).</param>
/// <param name="Value">For set: bits that are flipped then. For save and restore: the bits of the packet's mark (--nfmask).</param>
public sealed record ConnectionMarkTarget(ConnectionMarkOperation Operation, uint ClearMask, uint Value) : Target
{
    /// <inheritdoc/>
    public override string Name => "CONNMARK";
}
