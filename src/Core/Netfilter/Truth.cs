namespace NetPath.Core.Netfilter;

/// <summary>Whether a rule matches a packet.</summary>
public enum Truth
{
    /// <summary>It does not match.</summary>
    No,

    /// <summary>It matches.</summary>
    Yes,

    /// <summary>The snapshot does not say: the match depends on a rate, on history, or on something NetPath does not model.</summary>
    Unknown,
}
