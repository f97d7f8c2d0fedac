using System.Globalization;

namespace NetPath.Core.Packets;

/// <summary>An Ethernet address as a number of 48 bits in the order of the wire.</summary>
/// <param name="Bits">The address; 0 for 00:00:00:00:00:00, which no frame comes from.</param>
internal readonly record struct HardwareAddress(ulong Bits)
{
    private const int Octets = 6;
    private const int TextLength = (Octets * 3) - 1;

    /// <summary>Reads six octets of two hexadecimal digits, as in <c>00:11:22:AA:bb:CC</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out HardwareAddress address)
    {
        address = default;
        if (text.Length != TextLength)
        {
            return false;
        }

        ulong bits = 0;
        for (int start = 0; start < TextLength; start += 3)
        {
            if ((start > 0 && text[start - 1] != ':')
                || !byte.TryParse(text.Slice(start, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            bits = (bits << 8) | octet;
        }

        address = new HardwareAddress(bits);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        ulong bits = Bits;
        return string.Join(':', Enumerable.Range(1, Octets).Select(octet => ((bits >> ((Octets - octet) * 8)) & 0xff).ToString("x2", CultureInfo.InvariantCulture)));
    }
}
