using System.Globalization;

namespace NetPath.Core.Netfilter;

/// <summary>What a rule or chain has counted since it was made.</summary>
/// <param name="Packets">Packets.</param>
/// <param name="Bytes">Bytes.</param>
public readonly record struct Counters(ulong Packets, ulong Bytes)
{
    /// <summary>Reads <c>[18:1271]</c>; null when the text is something else.</summary>
    internal static Counters? Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return text.StartsWith('[') && text.EndsWith(']') && colon > 0
            && ulong.TryParse(text.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong packets)
            && ulong.TryParse(text.AsSpan(colon + 1, text.Length - colon - 2), NumberStyles.None, CultureInfo.InvariantCulture, out ulong bytes)
            ? new Counters(packets, bytes)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{Packets}:{Bytes}]";
}
