namespace NetPath.Core.Packets;

/// <summary>A network: an address and how many of its leading bits count. Host bits are cleared when it is made.</summary>
public readonly record struct IpPrefix
{
    /// <summary>Makes a prefix; the bits behind <paramref name="length"/> are cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or longer than an address of this family.</exception>
    public IpPrefix(IpAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.Width);
        Length = length;
        Address = IpAddress.FromBits(address.Bits & MaskBits(length, address.Width), address.Family);
    }

    /// <summary>The network address.</summary>
    public IpAddress Address { get; }

    /// <summary>Length in bits: 0 to 32, or 0 to 128.</summary>
    public int Length { get; }

    /// <summary>The prefix that holds every address of the family: 0.0.0.0/0 or ::/0.</summary>
    public static IpPrefix All(IpFamily family) => new(IpAddress.Any(family), 0);

    /// <summary>The prefix that holds just this address: /32 or /128.</summary>
    public static IpPrefix Host(IpAddress address) => new(address, address.Width);

    /// <summary>True when the address is of the same family and inside.</summary>
    public bool Contains(IpAddress address) =>
        address.Family == Address.Family && (address.Bits & MaskBits(Length, address.Width)) == Address.Bits;

    /// <summary>Reads <c>10.0.0.0/8</c>, or a bare address as a host prefix.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out IpAddress address))
        {
            return false;
        }

        int length = address.Width;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], out length) || length < 0 || length > address.Width))
        {
            return false;
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <summary>Reads a prefix.</summary>
    /// <exception cref="FormatException">The text is no prefix.</exception>
    public static IpPrefix Parse(string text) =>
        TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException($"'{text}' is not an IP prefix such as 10.0.0.0/8.");

    /// <inheritdoc/>
    public override string ToString() => $"{Address}/{Length}";

    private static UInt128 MaskBits(int length, int width) =>
        length == 0 ? UInt128.Zero : (UInt128.MaxValue << (width - length)) & (UInt128.MaxValue >> (128 - width));
}
