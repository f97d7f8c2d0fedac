namespace NetPath.Core.Tracing;

/// <summary>Which link of kube-proxy's chains failed to translate a virtual IP.</summary>
internal enum TranslationFault
{
    /// <summary>A rule takes the packet out of connection tracking, and with that out of every translation.</summary>
    Untracked,

    /// <summary>A rule of nat accepts it before kube-proxy's rules are done.</summary>
    Accepted,

    /// <summary>No rule sends it to KUBE-SERVICES.</summary>
    NotHooked,

    /// <summary>No rule of KUBE-SERVICES takes it.</summary>
    NoRule,

    /// <summary>The last chain that it was sent to translates nothing.</summary>
    EmptyChain,

    /// <summary>The last chain that it was sent to has a DNAT rule, which does not match.</summary>
    NoMatch,
}
