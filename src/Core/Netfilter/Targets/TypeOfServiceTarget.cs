namespace NetPath.Core.Netfilter.Targets;

/// <summary>TOS and DSCP: sets bits of the type of service (traffic class): new = (old and not <see cref="ClearMask"/>) xor <see cref="XorValue"/>.</summary>
/// <param name="Kind">TOS or DSCP.</param>
/// <param name="ClearMask">Bits that are cleared first.</param>
/// <param name="XorValue">Bits that are flipped then.</param>
public sealed record TypeOfServiceTarget(string Kind, byte ClearMask, byte XorValue) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;

    internal byte Apply(byte typeOfService) => (byte)((typeOfService & ~ClearMask) ^ XorValue);
}
