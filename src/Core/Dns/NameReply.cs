using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>What a server says to a question, or what it can be expected to say.</summary>
public sealed record NameReply
{
    /// <summary>How the query is answered.</summary>
    public required NameAnswer Answer { get; init; }

    /// <summary>The records of the answer.</summary>
    public DnsRecord[] Records { get; init; } = [];

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What in the snapshot says so.</summary>
    public Evidence[] Evidence { get; init; } = [];

    /// <summary>The Service that the name is of, as namespace/name; null when it is none.</summary>
    public string? Service { get; init; }

    /// <summary>The response code as the DNS names it, or what happened instead; null for an answer that is only expected.</summary>
    public string? ResponseCode { get; init; }

    /// <summary>How long a real answer took, in milliseconds; null for one that is only expected.</summary>
    public double? DurationMilliseconds { get; init; }
}
