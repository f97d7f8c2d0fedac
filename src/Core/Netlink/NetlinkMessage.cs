using System.Runtime.InteropServices;

namespace NetPath.Core.Netlink;

/// <summary>One message out of what a netlink socket received (struct nlmsghdr; numbers are in the machine's own byte order).</summary>
internal readonly ref struct NetlinkMessage
{
    private NetlinkMessage(ushort type, ushort flags, uint sequence, ReadOnlySpan<byte> payload)
    {
        Type = type;
        Flags = flags;
        Sequence = sequence;
        Payload = payload;
    }

    /// <summary>What it is: an NLMSG_ constant, or for netfilter the subsystem (high byte) and the message (low byte).</summary>
    public ushort Type { get; }

    /// <summary>NLM_F_ bits.</summary>
    public ushort Flags { get; }

    /// <summary>The number of the request that this answers; 0 for what the kernel sends by itself.</summary>
    public uint Sequence { get; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Address family in the nfgenmsg of a netfilter message.</summary>
    public byte Family => Payload.Length > 0 ? Payload[0] : NLMSG.AF_UNSPEC;

    /// <summary>The attributes of a netfilter message.</summary>
    public NetlinkAttributes Attributes => new(Payload.Length > NLMSG.NFGENMSG_LEN ? Payload[NLMSG.NFGENMSG_LEN..] : []);

    /// <summary>The error number (positive errno; 0 for an acknowledgement) of an NLMSG_ERROR.</summary>
    public int ErrorNumber => Payload.Length >= sizeof(int) ? -MemoryMarshal.Read<int>(Payload) : 0;

    /// <summary>Takes the next message off the front of what was received.</summary>
    /// <returns>False at the end, and where the rest is no whole message.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> received, out NetlinkMessage message)
    {
        message = default;
        if (received.Length < NLMSG.NLMSG_HDRLEN)
        {
            return false;
        }

        uint length = MemoryMarshal.Read<uint>(received);
        if (length < NLMSG.NLMSG_HDRLEN || length > received.Length)
        {
            return false;
        }

        message = new NetlinkMessage(
            MemoryMarshal.Read<ushort>(received[4..]),
            MemoryMarshal.Read<ushort>(received[6..]),
            MemoryMarshal.Read<uint>(received[8..]),
            received[NLMSG.NLMSG_HDRLEN..(int)length]);
        received = received[Math.Min((int)Aligned(length), received.Length)..];
        return true;
    }

    /// <summary>Rounds up to the 4 bytes on which messages and attributes begin.</summary>
    public static long Aligned(uint length) => (length + 3L) & ~3L;
}
