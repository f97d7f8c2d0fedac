namespace NetPath.Core.Dns;

/// <summary>What becomes of looking a name up.</summary>
public enum NameVerdict
{
    /// <summary>The snapshot does not tell.</summary>
    Unknown,

    /// <summary>The name has an address, or another answer of the type that was asked for.</summary>
    Resolved,

    /// <summary>The servers answer that there is no such name, or that it has no address. Programs say "Name or service not known".</summary>
    NotFound,

    /// <summary>No server answers. Programs say "Temporary failure in name resolution", mostly after a while.</summary>
    ServerUnreachable,
}
