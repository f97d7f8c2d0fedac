namespace NetPath.Core.Netfilter;

/// <summary>What a rule or chain has counted since it was made.</summary>
/// <param name="Packets">Packets.</param>
/// <param name="Bytes">Bytes.</param>
public readonly record struct Counters(ulong Packets, ulong Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"[{Packets}:{Bytes}]";
}
