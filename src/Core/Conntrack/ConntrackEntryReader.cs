using System.Text;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>Reads the entries that were collected in a namespace, one after the other: there may be half a million.</summary>
internal sealed class ConntrackEntryReader
{
    /// <summary>Where the entries lie in a namespace of the archive.</summary>
    public const string PartName = "conntrack/entries.txt";

    private readonly NetworkNamespace _space;
    private readonly SnapshotPart _part;

    /// <summary>Opens the entries of a namespace.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    public ConntrackEntryReader(NetworkNamespace space)
    {
        _space = space;
        _part = space.Part(PartName);
    }

    /// <summary>How many lines were no entries so far.</summary>
    public int Unread { get; private set; }

    /// <summary>The first of them; null for none.</summary>
    public Evidence? FirstUnread { get; private set; }

    /// <summary>All entries in the order of the file.</summary>
    public IEnumerable<ConntrackEntry> Entries()
    {
        foreach ((int start, int number) in Lines())
        {
            if (EntryAt(start, number) is ConntrackEntry entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Where each line begins, and its number from 1.</summary>
    public IEnumerable<(int Start, int Number)> Lines()
    {
        int number = 0;
        for (int start = 0; start < _part.Content.Length; start += LengthAt(start) + 1)
        {
            yield return (start, ++number);
        }
    }

    /// <summary>The entry of the line that begins there; null when it is none, which is counted.</summary>
    public ConntrackEntry? EntryAt(int start, int number)
    {
        string line = Encoding.UTF8.GetString(_part.Content.Span.Slice(start, LengthAt(start))).TrimEnd('\r');
        if (ConntrackText.IsRemark(line))
        {
            return null;
        }

        if (ConntrackText.TryParse(line, out ConntrackEntry? entry))
        {
            return entry with { Namespace = _space.Name, IsHost = _space.IsHost, Evidence = PartLines.Evidence(_part, number, line), Origin = _space.Snapshot };
        }

        Unread++;
        FirstUnread ??= new Evidence(_part.Path, number, PlainText.Clean(line));
        return null;
    }

    private int LengthAt(int start)
    {
        ReadOnlySpan<byte> rest = _part.Content.Span[start..];
        int end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest.Length : end;
    }
}
