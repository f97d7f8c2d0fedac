using NetPath.Core.Netfilter;

namespace NetPath.Core.Tracing;

/// <summary>The conntrack entry that the connection leaves behind in one namespace.</summary>
/// <param name="Place">The node's or the pod's name.</param>
/// <param name="Original">The flow as the client sent it, such as <c>tcp 10.244.120.68:* -&gt; 10.109.60.134:80</c>.</param>
/// <param name="Reply">The flow that is expected back, such as <c>tcp 10.244.120.67:80 -&gt; 10.244.120.68:*</c>.</param>
/// <param name="DestinationTranslated">True when the destination is translated (DNAT).</param>
/// <param name="SourceTranslated">True when the source is translated (SNAT).</param>
public sealed record ConntrackTuple(string Place, string Original, string Reply, bool DestinationTranslated, bool SourceTranslated)
{
    /// <summary>True when the entry was there before, and the packet belongs to it; false when the connection makes it.</summary>
    public bool Existing { get; init; }

    internal static ConntrackTuple From(string place, Connection connection) => new(
        place,
        connection.Original.ToString(),
        connection.Reply.ToString(),
        connection.DestinationTranslated,
        connection.SourceTranslated)
    {
        Existing = connection.Entry is not null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Original} | {Reply}";
}
