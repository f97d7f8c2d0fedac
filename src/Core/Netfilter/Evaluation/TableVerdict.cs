namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>What one table at one hook decides.</summary>
public enum TableVerdict
{
    /// <summary>The packet goes on.</summary>
    Accept,

    /// <summary>The packet ends here, and nobody is told.</summary>
    Drop,

    /// <summary>The packet ends here, and the sender is told.</summary>
    Reject,

    /// <summary>The rules cannot be followed any further: a chain is missing, or chains call each other in a loop.</summary>
    Unknown,
}
