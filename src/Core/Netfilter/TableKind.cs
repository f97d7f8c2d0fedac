namespace NetPath.Core.Netfilter;

/// <summary>The tables of iptables.</summary>
public enum TableKind
{
    /// <summary>raw: before connection tracking.</summary>
    Raw,

    /// <summary>mangle: changes headers and marks.</summary>
    Mangle,

    /// <summary>nat: translates addresses; asked only for the first packet of a connection.</summary>
    Nat,

    /// <summary>filter: lets through or drops.</summary>
    Filter,

    /// <summary>security: after filter, for mandatory access control.</summary>
    Security,
}
