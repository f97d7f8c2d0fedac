namespace NetPath.Core.Netfilter.Targets;

/// <summary>TOS, DSCP and ECN: sets bits of the type of service (traffic class): new = (old and not <see cref="ClearMask"/>) xor <see cref="XorValue"/>.</summary>
/// <param name="Kind">TOS, DSCP or ECN.</param>
/// <param name="ClearMask">Bits that are cleared first.</param>
/// <param name="XorValue">Bits that are flipped then.</param>
public sealed record TypeOfServiceTarget(string Kind, byte ClearMask, byte XorValue) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;

    /// <summary>The new value; null when the old one is not known and some of it stays.</summary>
    internal int? Apply(int? typeOfService) => typeOfService is int old ? (byte)((old & ~ClearMask) ^ XorValue)
        : ClearMask == byte.MaxValue ? XorValue
        : null;
}
