using System.Globalization;

namespace NetPath.Core.Dns;

/// <summary>One query that was really sent, with what came back.</summary>
public sealed record NameTry
{
    /// <summary>Place in the sequence, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The whole name that was asked for, without the last dot.</summary>
    public required string Name { get; init; }

    /// <summary>A, AAAA or SRV.</summary>
    public required string Type { get; init; }

    /// <summary>The server that was asked.</summary>
    public required string Server { get; init; }

    /// <summary>UDP or TCP.</summary>
    public required string Transport { get; init; }

    /// <summary>Which time it was that this server was asked for this, counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How it was answered: the name of a <see cref="NameAnswer"/>.</summary>
    public required string Answer { get; init; }

    /// <summary>The response code as the DNS names it (NOERROR, NXDOMAIN, SERVFAIL), or what happened instead.</summary>
    public required string ResponseCode { get; init; }

    /// <summary>How long it took until the answer, or until it was given up, in milliseconds.</summary>
    public required double DurationMilliseconds { get; init; }

    /// <summary>The records of the answer.</summary>
    public DnsRecord[] Records { get; init; } = [];

    /// <summary>Whether this is what the snapshot let expect; null where it did not tell.</summary>
    public bool? AsExpected { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Name} {Type} @{Server}: {ResponseCode} in {DurationMilliseconds.ToString(CultureInfo.InvariantCulture)} ms";
}
