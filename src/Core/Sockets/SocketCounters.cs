using System.Globalization;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Sockets;

/// <summary>
/// The counters of /proc/net/netstat: what the sockets of one namespace met since it was made. Lines come in pairs: names, then numbers, both behind the
/// name of their group (netstat_seq_show in net/ipv4/proc.c).
/// </summary>
internal sealed class SocketCounters
{
    private readonly Dictionary<string, (long Value, Evidence Evidence)> _values = new(StringComparer.Ordinal);

    /// <summary>How many connections were lost since a queue of connections to accept was full; null when this kernel does not count them.</summary>
    public long? ListenOverflows => Value("TcpExt.ListenOverflows");

    /// <summary>How many connections listening sockets dropped for any reason, overflows included; null when this kernel does not count them.</summary>
    public long? ListenDrops => Value("TcpExt.ListenDrops");

    /// <summary>Gives a counter by its group and name, such as <c>TcpExt.ListenOverflows</c>; null when this kernel does not have it.</summary>
    public long? Value(string name) => _values.TryGetValue(name, out (long Value, Evidence Evidence) counter) ? counter.Value : null;

    /// <summary>Where a counter stands; null when this kernel does not have it.</summary>
    public Evidence? EvidenceFor(string name) => _values.TryGetValue(name, out (long Value, Evidence Evidence) counter) ? counter.Evidence : null;

    /// <summary>Reads the file.</summary>
    /// <exception cref="SnapshotParseException">A line of numbers does not fit the names before it.</exception>
    public static SocketCounters Parse(SnapshotPart part)
    {
        SocketCounters counters = new();
        string[]? names = null;
        foreach ((int number, string text) in PartLines.Of(part))
        {
            string[] cells = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names is null)
            {
                names = cells;
                continue;
            }

            counters.Take(names, cells, part.Path, number, text);
            names = null;
        }

        return counters;
    }

    private void Take(string[] names, string[] cells, string file, int number, string text)
    {
        if (names.Length != cells.Length || names.Length == 0 || names[0] != cells[0])
        {
            throw new SnapshotParseException(file, number, 0, "the numbers do not fit the names in the line before", PlainText.Clean(text));
        }

        for (int i = 1; i < cells.Length; i++)
        {
            if (!long.TryParse(cells[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            {
                throw new SnapshotParseException(file, number, 0, "not a number", PlainText.Clean(cells[i]));
            }

            string name = $"{names[0].TrimEnd(':')}.{names[i]}";
            _values[name] = (value, new Evidence(file, number, PlainText.Clean($"{name} = {value}")));
        }
    }
}
