using System.Buffers.Binary;
using System.Numerics;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>Bob Jenkins' lookup3 over 32-bit words, as include/linux/jhash.h of the kernel has it (jhash2).</summary>
internal static class JenkinsHash
{
    private const uint Start = 0xdeadbeef;

    /// <summary>The hash of the four words in which the kernel keeps an address; an IPv4 address fills the first.</summary>
    public static uint OfAddress(IpAddress address, uint initial)
    {
        UInt128 bits = address.Family == IpFamily.IPv4 ? address.Bits << 96 : address.Bits;
        return OfWords(Word(bits, 0), Word(bits, 1), Word(bits, 2), Word(bits, 3), initial);
    }

    private static uint OfWords(uint first, uint second, uint third, uint fourth, uint initial)
    {
        uint a = Start + (4 << 2) + initial;
        uint b = a;
        uint c = a;
        a += first;
        b += second;
        c += third;
        Mix(ref a, ref b, ref c);
        a += fourth;
        return Finish(a, b, c);
    }

    private static void Mix(ref uint a, ref uint b, ref uint c)
    {
        a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
        b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
        c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
        a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
        b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
        c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
    }

    private static uint Finish(uint a, uint b, uint c)
    {
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }

    private static uint Word(UInt128 bits, int index) => BinaryPrimitives.ReverseEndianness((uint)(bits >> (96 - (index * 32))));
}
