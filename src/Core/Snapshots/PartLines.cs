using System.Text;
using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots;

/// <summary>Reads a part as lines of text. For the small parts; a ruleset of megabytes is read as bytes by its own parser.</summary>
internal static class PartLines
{
    /// <summary>The lines with their numbers from 1, without line ends. Bytes that are not UTF-8 become replacement characters.</summary>
    public static IEnumerable<(int Number, string Text)> Of(SnapshotPart part)
    {
        string[] lines = Encoding.UTF8.GetString(part.Content.Span).Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index].TrimEnd('\r');
            if (index < lines.Length - 1 || line.Length > 0)
            {
                yield return (index + 1, line);
            }
        }
    }

    /// <summary>The line as evidence.</summary>
    public static Evidence Evidence(SnapshotPart part, int number, string text) => new(part.Path, number, PlainText.Clean(text).TrimEnd());
}
