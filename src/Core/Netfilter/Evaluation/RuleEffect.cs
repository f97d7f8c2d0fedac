namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>What a rule that matched did.</summary>
public enum RuleEffect
{
    /// <summary>It sent the packet to another chain.</summary>
    Jump,

    /// <summary>It sent the packet back to the calling chain, or to the policy.</summary>
    Return,

    /// <summary>It let the packet through this table.</summary>
    Accept,

    /// <summary>It dropped the packet.</summary>
    Drop,

    /// <summary>It dropped the packet and told the sender.</summary>
    Reject,

    /// <summary>It rewrote the destination.</summary>
    DestinationNat,

    /// <summary>It rewrote the source.</summary>
    SourceNat,

    /// <summary>It changed the packet's or the connection's mark.</summary>
    Mark,

    /// <summary>It took the packet out of connection tracking.</summary>
    NoTrack,

    /// <summary>It told connection tracking how to handle the connection: its zone or its helper.</summary>
    Conntrack,

    /// <summary>It changed the time to live.</summary>
    TimeToLive,

    /// <summary>It changed the TOS byte (traffic class).</summary>
    TypeOfService,

    /// <summary>It changed the members of an ipset.</summary>
    SetUpdate,

    /// <summary>It gave the packet to a local socket (TPROXY), or dropped it for want of one.</summary>
    TransparentProxy,

    /// <summary>It asked a program about the packet (NFQUEUE).</summary>
    Queue,

    /// <summary>It answers connections in the server's place (SYNPROXY).</summary>
    SynProxy,

    /// <summary>It sends the packet to a chain that the ruleset does not hold.</summary>
    MissingChain,

    /// <summary>It did something that does not change the path (LOG, a counter).</summary>
    Continue,

    /// <summary>NetPath does not know what it did.</summary>
    Unknown,
}
