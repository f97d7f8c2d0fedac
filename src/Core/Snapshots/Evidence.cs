namespace NetPath.Core.Snapshots;

/// <summary>Where a statement comes from, so that a person can look it up in the snapshot.</summary>
/// <param name="File">The part of the snapshot, such as <c>host/netfilter/iptables-nft-save.txt</c>.</param>
/// <param name="Line">The line in that part, counted from 1; 0 when the statement rests on the whole part.</param>
/// <param name="Text">The text there as the tool printed it, without control characters.</param>
public sealed record Evidence(string File, int Line, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Text}" : $"{File}: {Text}";
}
