namespace NetPath.Core.Netfilter.Targets;

/// <summary>What CONNMARK does (net/netfilter/xt_connmark.c).</summary>
public enum ConnectionMarkOperation
{
    /// <summary>--set-xmark: the connection's mark is set.</summary>
    Set,

    /// <summary>--save-mark: the packet's mark is copied to the connection.</summary>
    Save,

    /// <summary>--restore-mark: the connection's mark is copied to the packet.</summary>
    Restore,
}
