namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>Whether a set holds a packet.</summary>
/// <param name="Kind">The answer.</param>
/// <param name="Reason">With unknown: what would have to be known.</param>
internal readonly record struct IpsetAnswer(IpsetAnswerKind Kind, string? Reason = null)
{
    public static IpsetAnswer No { get; } = new(IpsetAnswerKind.No);

    public static IpsetAnswer Yes { get; } = new(IpsetAnswerKind.Yes);

    public static IpsetAnswer Exception { get; } = new(IpsetAnswerKind.Exception);

    public static IpsetAnswer Unknown(string reason) => new(IpsetAnswerKind.Unknown, reason);
}
