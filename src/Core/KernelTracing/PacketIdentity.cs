namespace NetPath.Core.KernelTracing;

/// <summary>
/// Header fields that stay the same on a packet's whole way through a namespace, also when NAT rewrites its addresses: by these the events of one
/// packet are told from those of another. A field that the event does not carry is null.
/// </summary>
public sealed record PacketIdentity
{
    /// <summary>IPv4 identification; 0 for many packets that may not be fragmented.</summary>
    public int? IpId { get; init; }

    /// <summary>Length as the event gives it: of the whole packet in IPv4; of the whole packet or of what follows the header in IPv6.</summary>
    public int? Length { get; init; }

    /// <summary>IPv6 flow label.</summary>
    public int? FlowLabel { get; init; }

    /// <summary>TCP sequence number.</summary>
    public uint? Sequence { get; init; }

    /// <summary>TCP acknowledgement number.</summary>
    public uint? Acknowledgement { get; init; }

    /// <summary>TCP window as the header has it, not scaled.</summary>
    public int? Window { get; init; }

    /// <summary>ICMP type.</summary>
    public int? IcmpType { get; init; }

    /// <summary>ICMP code.</summary>
    public int? IcmpCode { get; init; }

    /// <summary>ICMP sequence number of an echo. Its id is no part of this: NAT rewrites it.</summary>
    public int? IcmpSequence { get; init; }

    /// <summary>True when no field that both carry differs.</summary>
    public bool Agrees(PacketIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Same(IpId, other.IpId)
            && Same(Length, other.Length)
            && Same(FlowLabel, other.FlowLabel)
            && Same(Sequence, other.Sequence)
            && Same(Acknowledgement, other.Acknowledgement)
            && Same(Window, other.Window)
            && Same(IcmpType, other.IcmpType)
            && Same(IcmpCode, other.IcmpCode)
            && Same(IcmpSequence, other.IcmpSequence);
    }

    private static bool Same<T>(T? one, T? other)
        where T : struct, IEquatable<T> => one is null || other is null || one.Value.Equals(other.Value);
}
