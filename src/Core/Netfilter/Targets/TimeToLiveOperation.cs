namespace NetPath.Core.Netfilter.Targets;

/// <summary>What TTL and HL do (net/netfilter/xt_HL.c).</summary>
public enum TimeToLiveOperation
{
    /// <summary>--ttl-set: the value itself.</summary>
    Set,

    /// <summary>--ttl-inc: more by the value.</summary>
    Increase,

    /// <summary>--ttl-dec: less by the value.</summary>
    Decrease,
}
