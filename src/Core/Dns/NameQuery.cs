using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>One query that a resolver sends, with the answer that it is expected to get.</summary>
public sealed record NameQuery
{
    /// <summary>Place in the sequence, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The whole name that is asked for, without the last dot.</summary>
    public required string Name { get; init; }

    /// <summary>A, AAAA or SRV.</summary>
    public required string Type { get; init; }

    /// <summary>The domain of the search list that was appended; null when the name is asked for as it was typed.</summary>
    public string? Domain { get; init; }

    /// <summary>The server that is asked.</summary>
    public required string Server { get; init; }

    /// <summary>UDP or TCP.</summary>
    public required string Transport { get; init; }

    /// <summary>Which time it is that this server is asked for this, counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it is sent, in seconds after the first: only waiting for answers that do not come takes time here.</summary>
    public required int AfterSeconds { get; init; }

    /// <summary>How it is answered: the name of a <see cref="NameAnswer"/>.</summary>
    public required string Answer { get; init; }

    /// <summary>The records of the answer.</summary>
    public DnsRecord[] Records { get; init; } = [];

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What in the snapshot says so.</summary>
    public Evidence[] Evidence { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Name} {Type} @{Server}: {(Records.Length > 0 ? string.Join(", ", Records.Select(record => record.Data)) : Answer)}";
}
