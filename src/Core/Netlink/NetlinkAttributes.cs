using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace NetPath.Core.Netlink;

/// <summary>
/// The attributes of a message (struct nlattr: length, type, value), to be read one after the other. Attributes that a reader does not know
/// it passes over; a broken length ends the reading.
/// </summary>
internal ref struct NetlinkAttributes
{
    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest;

    public NetlinkAttributes(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The type of the attribute that was read last, without its flags.</summary>
    public ushort Type { get; private set; }

    /// <summary>The value of the attribute that was read last.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value as attributes of their own.</summary>
    public readonly NetlinkAttributes Nested => new(Value);

    /// <summary>Goes to the next attribute; false at the end.</summary>
    public bool Next()
    {
        if (_rest.Length < HeaderLength)
        {
            return false;
        }

        ushort length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderLength || length > _rest.Length)
        {
            return false;
        }

        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & NLMSG.NLA_TYPE_MASK);
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min((int)NetlinkMessage.Aligned(length), _rest.Length)..];
        return true;
    }

    /// <summary>The value as an unsigned number in network byte order, as netfilter writes its numbers; 0 when it is shorter.</summary>
    public readonly uint Number => Value.Length switch
    {
        >= sizeof(uint) => BinaryPrimitives.ReadUInt32BigEndian(Value),
        >= sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(Value),
        1 => Value[0],
        _ => 0,
    };

    /// <summary>The value as a number of 64 bits in network byte order; 0 when it is shorter.</summary>
    public readonly ulong LongNumber => Value.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(Value) : Number;

    /// <summary>The value as text, up to its closing zero.</summary>
    public readonly string Text
    {
        get
        {
            int end = Value.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
        }
    }
}
