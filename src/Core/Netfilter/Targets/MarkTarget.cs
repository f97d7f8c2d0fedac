namespace NetPath.Core.Netfilter.Targets;

/// <summary>MARK: sets bits of the packet's mark: new = (old and not <see cref="ClearMask"/>) xor <see cref="XorValue"/>.</summary>
/// <param name="ClearMask">Bits that are cleared first.</param>
/// <param name="XorValue">Bits that are flipped then.</param>
public sealed record MarkTarget(uint ClearMask, uint XorValue) : Target
{
    /// <inheritdoc/>
    public override string Name => "MARK";

    internal uint Apply(uint mark) => (mark & ~ClearMask) ^ XorValue;
}
