using System.Text;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>
/// Reads what <c>ipset save</c> prints. One pass finds the sets and where their elements stand; the elements of a set are parsed when a rule
/// first asks it.
/// </summary>
internal sealed class IpsetSaveReader
{
    private static readonly byte[] Create = "create "u8.ToArray();
    private static readonly byte[] Add = "add "u8.ToArray();

    private readonly SnapshotPart _part;
    private readonly Dictionary<string, Ipset> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Line>> _lines = new(StringComparer.Ordinal);
    private string _current = "";
    private byte[] _currentBytes = [];

    private IpsetSaveReader(SnapshotPart part) => _part = part;

    /// <summary>Reads the dump. Lines that are not understood make the set unknown that they belong to, and no other.</summary>
    /// <exception cref="SnapshotParseException">A line is none of <c>ipset save</c>, so that nobody can say what it means for which set.</exception>
    public static IpsetTable Read(SnapshotPart part)
    {
        IpsetSaveReader reader = new(part);
        reader.ReadLines();
        foreach ((string name, List<Line> lines) in reader._lines)
        {
            if (reader._sets.TryGetValue(name, out Ipset? set))
            {
                set.EntryCount = lines.Count;
            }
        }

        return new IpsetTable(reader._sets);
    }

    private void ReadLines()
    {
        ReadOnlySpan<byte> bytes = _part.Content.Span;
        int number = 0;
        for (int start = 0; start < bytes.Length;)
        {
            int length = bytes[start..].IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            number++;
            ReadLine(bytes.Slice(start, length).TrimEnd((byte)'\r'), new Line(start, length, number));
            start += length + 1;
        }
    }

    private void ReadLine(ReadOnlySpan<byte> text, Line line)
    {
        if (text.StartsWith(Add))
        {
            ReadOnlySpan<byte> name = text[Add.Length..];
            int end = name.IndexOf((byte)' ');
            LinesOf(end < 0 ? name : name[..end]).Add(line);
        }
        else if (text.StartsWith(Create) && IpsetHeaderParser.Parse(RuleTokenizer.Split(text)) is IpsetHeader header)
        {
            List<Line> lines = LinesOf(Encoding.UTF8.GetBytes(header.Name));
            _sets[header.Name] = new Ipset(header, PartLines.Evidence(_part, line.Number, Encoding.UTF8.GetString(text)), () => Contents(header, lines));
        }
        else if (!text.Trim((byte)' ').IsEmpty)
        {
            throw new SnapshotParseException(_part.Path, line.Number, 1, "'create' or 'add' was expected, as 'ipset save' prints it", PlainText.Clean(Encoding.UTF8.GetString(text)));
        }
    }

    // The elements of a set stand together: nearly every line is for the set of the line before.
    private List<Line> LinesOf(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual(_currentBytes) || _current.Length == 0)
        {
            _currentBytes = name.ToArray();
            _current = Encoding.UTF8.GetString(name);
        }

        if (!_lines.TryGetValue(_current, out List<Line>? lines))
        {
            _lines.Add(_current, lines = []);
        }

        return lines;
    }

    private IpsetContents Contents(IpsetHeader header, List<Line> lines)
    {
        IpsetContents contents = new();
        foreach (Line line in lines)
        {
            ReadOnlySpan<byte> text = _part.Content.Span.Slice(line.Start, line.Length).TrimEnd((byte)'\r');
            if (!TryAdd(contents, header, RuleTokenizer.Split(text), line.Number))
            {
                contents.Unread ??= PartLines.Evidence(_part, line.Number, Encoding.UTF8.GetString(text));
            }
        }

        contents.Complete();
        return contents;
    }

    private static bool TryAdd(IpsetContents contents, IpsetHeader header, List<RuleToken> words, int line)
    {
        if (header.Fields.Count == 0 || words.Count < 3)
        {
            return false;
        }

        if (header.Fields[0] == IpsetField.Set)
        {
            contents.AddMember(words[2].Text);
            return true;
        }

        if (IpsetEntryParser.Parse(header, words, line) is not IpsetEntry entry || IpsetElementParser.Parse(header, words[2].Text) is not IpsetElement element)
        {
            return false;
        }

        contents.Add(element, entry);
        return true;
    }

    private readonly record struct Line(int Start, int Length, int Number);
}
