namespace NetPath.Core.Netfilter;

/// <summary>A zone of connection tracking: the same tuple in two zones means two connections (net/netfilter/nf_conntrack_core.c).</summary>
/// <param name="Id">The zone's number; 0 is the default zone.</param>
/// <param name="OfOriginal">The zone counts for packets in the direction of the first one; they are in the default zone otherwise.</param>
/// <param name="OfReply">The zone counts for packets that answer.</param>
public readonly record struct ConntrackZone(int Id, bool OfOriginal, bool OfReply)
{
    /// <summary>The zone of packets for which no rule names one.</summary>
    public static ConntrackZone Default { get; } = new(0, true, true);

    /// <summary>The number that counts in one direction (nf_ct_zone_id).</summary>
    internal int IdOf(bool reply) => (reply ? OfReply : OfOriginal) ? Id : 0;
}
