namespace NetPath.Core.Conntrack;

/// <summary>What the kernel notes of a connection, with its own bits (enum ip_conntrack_status in include/uapi/linux/netfilter/nf_conntrack_common.h).</summary>
[Flags]
public enum ConntrackStatus
{
    /// <summary>Nothing is noted.</summary>
    None = 0,

    /// <summary>A helper expected the connection (an FTP data connection, say).</summary>
    Expected = 1 << 0,

    /// <summary>Packets came from the other side too. Without it, tools write <c>[UNREPLIED]</c>.</summary>
    SeenReply = 1 << 1,

    /// <summary>It is more than a probe, and is not thrown out early when the table is full.</summary>
    Assured = 1 << 2,

    /// <summary>Its first packet has left the namespace or reached a socket: the entry is in the table.</summary>
    Confirmed = 1 << 3,

    /// <summary>The source is translated.</summary>
    SourceNat = 1 << 4,

    /// <summary>The destination is translated.</summary>
    DestinationNat = 1 << 5,

    /// <summary>Sequence numbers are shifted.</summary>
    SequenceAdjust = 1 << 6,

    /// <summary>The nat rules were asked for a source.</summary>
    SourceNatDone = 1 << 7,

    /// <summary>The nat rules were asked for a destination.</summary>
    DestinationNatDone = 1 << 8,

    /// <summary>It is being deleted, and no packet finds it any more.</summary>
    Dying = 1 << 9,

    /// <summary>Packets do not prolong its time.</summary>
    FixedTimeOut = 1 << 10,

    /// <summary>A rule's template (the CT target), no connection.</summary>
    Template = 1 << 11,

    /// <summary>A second entry of a flow whose first packets raced (before Linux 5.2: untracked).</summary>
    NatClash = 1 << 12,

    /// <summary>A rule gave it its helper.</summary>
    Helper = 1 << 13,

    /// <summary>A flow table forwards its packets past the rules (kernel 4.16).</summary>
    Offload = 1 << 14,

    /// <summary>The network card forwards its packets (kernel 5.8).</summary>
    HardwareOffload = 1 << 15,
}
