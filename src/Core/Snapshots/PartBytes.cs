using System.Globalization;

namespace NetPath.Core.Snapshots;

/// <summary>Reads one part into memory, once: the array it is read into is the one that the parsers get.</summary>
internal static class PartBytes
{
    /// <summary>An archive may claim any length; memory is taken in advance only up to this many bytes.</summary>
    private const int TrustedLength = 64 << 20;

    public static ReadOnlyMemory<byte> Read(Stream content, string path, long length, string source, long limit)
    {
        if (length > limit)
        {
            throw TooLong(path, source, limit);
        }

        byte[] bytes = new byte[length < 0 ? 4096 : Math.Min(length, TrustedLength)];
        int used = 0;
        while (true)
        {
            if (used == bytes.Length)
            {
                if (used == length)
                {
                    break;
                }

                Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(4096, 2L * used)));
            }

            int read = content.Read(bytes, used, bytes.Length - used);
            if (read == 0)
            {
                break;
            }

            used += read;
            if (used > limit)
            {
                throw TooLong(path, source, limit);
            }
        }

        return used < length
            ? throw new EndOfStreamException(string.Create(CultureInfo.InvariantCulture, $"'{path}' holds {used:N0} of {length:N0} bytes."))
            : bytes.AsMemory(0, used);
    }

    private static SnapshotFormatException TooLong(string path, string source, long limit) =>
        new(source, string.Create(CultureInfo.InvariantCulture, $"holds '{path}', which unpacks to more than {limit:N0} bytes"));
}
