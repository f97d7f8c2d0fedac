using System.Globalization;

namespace NetPath.Core.Conntrack;

/// <summary>How many of a namespace's entries belong to one client, one Service or one endpoint.</summary>
public sealed record ConntrackShare
{
    /// <summary>What the entries have in common: the name of a <see cref="ConntrackShareKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What people call it: a pod's or the node's name, a Service port; the address when nobody of the snapshot has it.</summary>
    public required string Name { get; init; }

    /// <summary>The address that the entries share.</summary>
    public required string Address { get; init; }

    /// <summary>The port that they share; null for a client.</summary>
    public int? Port { get; init; }

    /// <summary>The transport protocol that they share; null for a client.</summary>
    public string? Protocol { get; init; }

    /// <summary>How many entries.</summary>
    public required int Entries { get; init; }

    /// <summary>In percent of all entries that could be read, with one decimal.</summary>
    public required double Percent { get; init; }

    /// <summary>How many of them were never answered.</summary>
    public required int Unreplied { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind.ToLowerInvariant()} {Name}: {Entries} entries ({Percent.ToString(CultureInfo.InvariantCulture)} %)";
}
