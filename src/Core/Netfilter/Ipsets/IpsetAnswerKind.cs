namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>The answers of a set.</summary>
internal enum IpsetAnswerKind
{
    /// <summary>No element takes the packet.</summary>
    No,

    /// <summary>An element takes it.</summary>
    Yes,

    /// <summary>The element that takes it is an exception (nomatch), which counts as no unless a rule asks for exceptions.</summary>
    Exception,

    /// <summary>The snapshot does not tell.</summary>
    Unknown,
}
