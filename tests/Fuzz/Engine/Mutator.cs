using System.Text;

namespace NetPath.Fuzz.Engine;

/// <summary>Changes inputs at random: bytes, pieces, lines, and words that mean something to the target.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<string> words)
{
    /// <summary>No input becomes longer.</summary>
    public const int LongestInput = 4096;

    private static readonly string[] Numbers = ["0", "1", "-1", "255", "256", "65535", "65536", "2147483647", "4294967295", "4294967296", "18446744073709551616", "0x", "0xffffffff", "1e9", ""];

    /// <summary>Makes a new input from one or two of the corpus.</summary>
    public byte[] Change(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int times = 1 << random.Next(4); times > 0; times--)
        {
            ChangeOnce(bytes, other);
        }

        return bytes.Count > LongestInput ? [.. bytes.Take(LongestInput)] : [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, byte[] other)
    {
        switch (random.Next(12))
        {
            case 0 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
                break;
            case 2:
                Remove(bytes);
                break;
            case 3:
                Insert(bytes, Piece(bytes.ToArray()));
                break;
            case 4:
                Insert(bytes, Piece(other));
                break;
            case 5 or 6:
                Insert(bytes, Word());
                break;
            case 7 or 8:
                ReplaceWord(bytes);
                break;
            case 9:
                ReplaceNumber(bytes);
                break;
            case 10:
                CopyLine(bytes, bytes.ToArray());
                break;
            default:
                CopyLine(bytes, other);
                break;
        }
    }

    private byte[] Word() => words.Count == 0 ? [(byte)random.Next(256)] : Encoding.UTF8.GetBytes(words[random.Next(words.Count)]);

    private void Insert(List<byte> bytes, byte[] piece)
    {
        if (bytes.Count + piece.Length <= LongestInput)
        {
            bytes.InsertRange(random.Next(bytes.Count + 1), piece);
        }
    }

    private void Remove(List<byte> bytes)
    {
        if (bytes.Count > 0)
        {
            int start = random.Next(bytes.Count);
            bytes.RemoveRange(start, random.Next(1, Math.Min(bytes.Count - start, 64) + 1));
        }
    }

    private byte[] Piece(byte[] from)
    {
        if (from.Length == 0)
        {
            return [];
        }

        int start = random.Next(from.Length);
        return from.AsSpan(start, random.Next(1, Math.Min(from.Length - start, 128) + 1)).ToArray();
    }

    // Between blanks or quotes, where a word of the target's language stands.
    private void ReplaceWord(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        int start = random.Next(bytes.Count);
        while (start > 0 && !IsBetween(bytes[start - 1]))
        {
            start--;
        }

        int end = start;
        while (end < bytes.Count && !IsBetween(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Word());
    }

    private static bool IsBetween(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'"' or (byte)'\t' or (byte)',' or (byte)'=';

    private void ReplaceNumber(List<byte> bytes)
    {
        int[] digits = [.. Enumerable.Range(0, bytes.Count).Where(i => bytes[i] is >= (byte)'0' and <= (byte)'9')];
        if (digits.Length > 0)
        {
            int start = digits[random.Next(digits.Length)];
            int end = start;
            while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9')
            {
                end++;
            }

            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]));
        }
    }

    private void CopyLine(List<byte> bytes, byte[] from)
    {
        if (from.Length == 0)
        {
            return;
        }

        int start = from.AsSpan(0, random.Next(from.Length)).LastIndexOf((byte)'\n') + 1;
        int length = from.AsSpan(start).IndexOf((byte)'\n');
        byte[] line = from.AsSpan(start, length < 0 ? from.Length - start : length + 1).ToArray();
        int place = bytes.Count == 0 ? 0 : bytes.LastIndexOf((byte)'\n', random.Next(bytes.Count)) + 1;
        if (bytes.Count + line.Length <= LongestInput)
        {
            bytes.InsertRange(place, line);
        }
    }
}
