using System.Net;
using System.Net.Sockets;

namespace NetPath.Core.Packets;

/// <summary>
/// An IPv4 or IPv6 address as one 128-bit number, so that rules and routes compare addresses without allocating.
/// An IPv4 address holds its 32 bits in the low part.
/// </summary>
public readonly record struct IpAddress : IComparable<IpAddress>
{
    private readonly UInt128 _bits;

    private IpAddress(UInt128 bits, IpFamily family)
    {
        _bits = bits;
        Family = family;
    }

    /// <summary>IPv4 or IPv6.</summary>
    public IpFamily Family { get; }

    /// <summary>Length of an address of this family in bits: 32 or 128.</summary>
    internal int Width => Family == IpFamily.IPv4 ? 32 : 128;

    /// <summary>The address as a number in network order.</summary>
    internal UInt128 Bits => _bits;

    internal static IpAddress FromBits(UInt128 bits, IpFamily family) => new(bits, family);

    /// <summary>The address that has only zeros: 0.0.0.0 or ::.</summary>
    public static IpAddress Any(IpFamily family) => new(UInt128.Zero, family);

    /// <summary>True for 0.0.0.0 and ::.</summary>
    public bool IsUnspecified() => _bits == UInt128.Zero;

    /// <summary>True for 127.0.0.0/8 and ::1.</summary>
    public bool IsLoopback() => Family == IpFamily.IPv4 ? (uint)(_bits >> 24) == 127 : _bits == UInt128.One;

    /// <summary>True for 224.0.0.0/4 and ff00::/8.</summary>
    public bool IsMulticast() => Family == IpFamily.IPv4 ? (uint)(_bits >> 28) == 0xe : (uint)(_bits >> 120) == 0xff;

    /// <summary>Reads an address in any textual form that inet_pton takes. A zone (<c>%eth0</c>) is not an address and fails.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        if (TryParseDotted(text, out address))
        {
            return true;
        }

        if (text.IndexOf('%') >= 0 || !IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return false;
        }

        // IPAddress also reads "1" and "0x7f.1"; the tools that NetPath reads always print four decimal parts.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && text.Count('.') != 3)
        {
            return false;
        }

        address = From(parsed);
        return true;
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">The text is no IP address.</exception>
    public static IpAddress Parse(string text) =>
        TryParse(text, out IpAddress address) ? address : throw new FormatException($"'{text}' is not an IP address.");

    /// <summary>The addresses among texts; what is none is passed over.</summary>
    internal static IEnumerable<IpAddress> Among(IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            if (TryParse(text, out IpAddress address))
            {
                yield return address;
            }
        }
    }

    /// <summary>Takes the address of a <see cref="IPAddress"/>; the scope id is not kept.</summary>
    public static IpAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        UInt128 bits = UInt128.Zero;
        foreach (byte part in bytes[..length])
        {
            bits = (bits << 8) | part;
        }

        return new IpAddress(bits, length == 4 ? IpFamily.IPv4 : IpFamily.IPv6);
    }

    /// <summary>The same address as a <see cref="IPAddress"/>.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[Width / 8];
        UInt128 bits = _bits;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            bytes[i] = (byte)bits;
            bits >>= 8;
        }

        return new IPAddress(bytes);
    }

    // Four decimal parts without leading zeros, as the tools print nearly every address.
    private static bool TryParseDotted(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        uint bits = 0;
        uint part = 0;
        int digits = 0;
        int dots = 0;
        foreach (char character in text)
        {
            if (char.IsAsciiDigit(character) && digits < 3 && (digits == 0 || part > 0))
            {
                part = (part * 10) + (uint)(character - '0');
                digits++;
            }
            else if (character == '.' && digits > 0 && part <= 255)
            {
                bits = (bits << 8) | part;
                (part, digits) = (0, 0);
                dots++;
            }
            else
            {
                return false;
            }
        }

        address = new IpAddress((bits << 8) | part, IpFamily.IPv4);
        return dots == 3 && digits > 0 && part <= 255;
    }

    /// <inheritdoc/>
    public int CompareTo(IpAddress other) => Family != other.Family ? Family.CompareTo(other.Family) : _bits.CompareTo(other._bits);

    /// <inheritdoc/>
    public override string ToString() => Family == IpFamily.IPv4
        ? string.Create(null, stackalloc char[16], $"{(byte)(_bits >> 24)}.{(byte)(_bits >> 16)}.{(byte)(_bits >> 8)}.{(byte)_bits}")
        : ToIPAddress().ToString();

    public static bool operator <(IpAddress left, IpAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(IpAddress left, IpAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpAddress left, IpAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpAddress left, IpAddress right) => left.CompareTo(right) >= 0;
}
