using System.IO.Compression;
using System.Text;

namespace NetPath.Cmdlets.KernelTracing;

/// <summary>Reads a log line by line, compressed by gzip or not. A line that is longer than any log's is cut, so that a file of something else needs no memory.</summary>
internal static class LogLines
{
    private const int LongestLine = 128 * 1024;

    /// <summary>The lines of a file, which may still be written to.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<string> Of(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        using Stream content = IsCompressed(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(content, Encoding.UTF8);
        foreach (string line in Read(reader))
        {
            yield return line;
        }
    }

    // What comes through a pipe cannot be looked at twice.
    private static bool IsCompressed(FileStream file)
    {
        bool compressed = file.CanSeek && file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        if (file.CanSeek)
        {
            file.Position = 0;
        }

        return compressed;
    }

    private static IEnumerable<string> Read(TextReader reader)
    {
        char[] buffer = new char[1 << 14];
        StringBuilder line = new();
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            int start = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', start, read - start)) >= 0; start = end + 1)
            {
                yield return Take(line, buffer, start, end - start);
            }

            Append(line, buffer, start, read - start);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static string Take(StringBuilder line, char[] buffer, int start, int length)
    {
        Append(line, buffer, start, length);
        string text = line.ToString();
        line.Clear();
        return text;
    }

    private static void Append(StringBuilder line, char[] buffer, int start, int length) =>
        line.Append(buffer, start, Math.Min(length, LongestLine - line.Length));
}
