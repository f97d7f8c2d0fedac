using System.Globalization;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// How many of an address's source ports are taken towards one address and port. Each can be taken once: when none is left, new connections there fail.
/// </summary>
public sealed record SourcePortUse
{
    /// <summary>Whose ports they are: a masquerade address, or a client's own.</summary>
    public required string Address { get; init; }

    /// <summary>True for a masquerade (SNAT) address, whose ports all its clients share.</summary>
    public required bool IsTranslated { get; init; }

    /// <summary>Towards whom: behind SNAT who answers, else what the client asked for.</summary>
    public required string Destination { get; init; }

    /// <summary>The port there.</summary>
    public required int DestinationPort { get; init; }

    /// <summary>The transport protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Ports that entries hold.</summary>
    public required int Used { get; init; }

    /// <summary>Ports that may be taken; null when the range is not known.</summary>
    public int? Usable { get; init; }

    /// <summary>The lowest port that may be taken; null when it is not known.</summary>
    public int? FirstPort { get; init; }

    /// <summary>The highest port that may be taken; null when it is not known.</summary>
    public int? LastPort { get; init; }

    /// <summary>Used in percent of Usable, with one decimal; null when the range is not known. Clients may choose ports outside of it, hence over 100 is possible.</summary>
    public double? Percent => Usable is int usable and > 0 ? Math.Round(100.0 * Used / usable, 1) : null;

    /// <summary>Where the range stands: a rule or a setting; null where it is the kernel's own.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Of the ports that entries hold, those of connections that close: the kernel may give them again.</summary>
    internal int Closing { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Address} -> {Destination}:{DestinationPort}/{Protocol.ToLowerInvariant()}: {Used} of {(Usable is int usable ? $"{usable}" : "an unknown number of")} source ports{(Percent is double percent ? $" ({percent.ToString(CultureInfo.InvariantCulture)} %)" : "")}";
}
