namespace NetPath.Core.Packets;

/// <summary>Cuts a range of addresses into the fewest networks that hold exactly it.</summary>
internal static class AddressRange
{
    public static IEnumerable<IpPrefix> Prefixes(IpAddress first, IpAddress last)
    {
        UInt128 low = first.Bits;
        int width = first.Width;
        while (low <= last.Bits)
        {
            int length = width - Math.Min(width, (int)UInt128.TrailingZeroCount(low));
            while ((low | HostBits(length, width)) > last.Bits)
            {
                length++;
            }

            yield return new IpPrefix(IpAddress.FromBits(low, first.Family), length);
            low = (low | HostBits(length, width)) + 1;
            if (low == UInt128.Zero)
            {
                yield break;
            }
        }
    }

    // C# takes a shift by 128 for one by 0.
    private static UInt128 HostBits(int length, int width) => length == width ? UInt128.Zero : UInt128.MaxValue >> (128 - width + length);
}
