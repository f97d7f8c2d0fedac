namespace NetPath.Core.Netfilter.Matches;

/// <summary>What of a connection the conntrack match compares.</summary>
public enum ConnectionField
{
    /// <summary>--ctproto: the transport protocol.</summary>
    Protocol,

    /// <summary>--ctdir: with or against the direction of the first packet.</summary>
    Direction,

    /// <summary>--ctorigsrc: source of the original tuple.</summary>
    OriginalSource,

    /// <summary>--ctorigdst: destination of the original tuple.</summary>
    OriginalDestination,

    /// <summary>--ctreplsrc: source of the reply tuple.</summary>
    ReplySource,

    /// <summary>--ctrepldst: destination of the reply tuple.</summary>
    ReplyDestination,

    /// <summary>--ctorigsrcport: source port of the original tuple.</summary>
    OriginalSourcePort,

    /// <summary>--ctorigdstport: destination port of the original tuple.</summary>
    OriginalDestinationPort,

    /// <summary>--ctreplsrcport: source port of the reply tuple.</summary>
    ReplySourcePort,

    /// <summary>--ctrepldstport: destination port of the reply tuple.</summary>
    ReplyDestinationPort,
}
