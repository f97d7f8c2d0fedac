namespace NetPath.Core.Netfilter.Targets;

/// <summary>CONNMARK: sets the connection's mark, or copies between packet and connection.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="ClearMask">For set: bits that are cleared first. For save and restore: the bits of the connection's mark (--ctmask).</param>
/// <param name="Value">For set: bits that are flipped then. For save and restore: the bits of the packet's mark (--nfmask).</param>
/// <param name="Shift">Bits by which the new value is moved to the left; negative to the right; 0 when it is not.</param>
public sealed record ConnectionMarkTarget(ConnectionMarkOperation Operation, uint ClearMask, uint Value, int Shift = 0) : Target
{
    /// <inheritdoc/>
    public override string Name => "CONNMARK";

    // connmark_tg_shift() in net/netfilter/xt_connmark.c
    internal (uint OfPacket, uint OfConnection) Apply(uint ofPacket, uint ofConnection) => Operation switch
    {
        ConnectionMarkOperation.Set => (ofPacket, Moved((ofConnection & ~ClearMask) ^ Value)),
        ConnectionMarkOperation.Save => (ofPacket, (ofConnection & ~ClearMask) ^ Moved(ofPacket & Value)),
        _ => ((ofPacket & ~Value) ^ Moved(ofConnection & ClearMask), ofConnection),
    };

    private uint Moved(uint mark) => Shift >= 0 ? mark << Shift : mark >> -Shift;
}
