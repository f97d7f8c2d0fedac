using System.Net.Sockets;

namespace NetPath.Lab.Oracle;

/// <summary>What the kernel did with a probe.</summary>
/// <param name="Hits">The rules that the probe met in the router, in order.</param>
/// <param name="ReplyHits">The rules that its answer met.</param>
/// <param name="ArrivedAt">The leaf that it reached; null when it reached none.</param>
/// <param name="ArrivedAs">Its tuple there.</param>
/// <param name="Answer">What came back to the sending leaf: "answer", "reset", "icmp TYPE/CODE", or null.</param>
/// <param name="SendError">What the sender's socket said.</param>
/// <param name="Connections">The router's table of connections afterwards.</param>
/// <param name="Events">The kernel's own words.</param>
internal sealed record Observation(
    IReadOnlyList<string> Hits,
    IReadOnlyList<string> ReplyHits,
    string? ArrivedAt,
    string? ArrivedAs,
    string? Answer,
    SocketError SendError,
    IReadOnlyList<string> Connections,
    IReadOnlyList<string> Events)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"hits [{string.Join(' ', Hits)}] answer hits [{string.Join(' ', ReplyHits)}] {(ArrivedAt is null ? "arrived nowhere" : $"arrived at {ArrivedAt} as {ArrivedAs}")}, sender got {Answer ?? "nothing"} ({SendError})";
}
