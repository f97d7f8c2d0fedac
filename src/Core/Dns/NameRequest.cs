namespace NetPath.Core.Dns;

/// <summary>Which name is looked up, and by whom.</summary>
public sealed record NameRequest
{
    /// <summary>The name as a program is given it; a dot at its end keeps the search list out.</summary>
    public required string Name { get; init; }

    /// <summary>A pod's name or address, or <c>node</c>; null for the node.</summary>
    public string? From { get; init; }

    /// <summary>Whose resolver the program uses.</summary>
    public ResolverLibrary Library { get; init; } = ResolverLibrary.Glibc;

    /// <summary>The types that are asked for; empty for A and AAAA, as programs do that are about to connect, or SRV for a name that begins with an underscore.</summary>
    public IReadOnlyList<DnsRecordType> Types { get; init; } = [];
}
