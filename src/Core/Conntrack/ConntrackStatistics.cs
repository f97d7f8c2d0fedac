using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// The counters of /proc/net/stat/nf_conntrack, one row for each CPU, in hexadecimal. Kernels differ in their columns (<c>clashres</c>
/// took the place of <c>searched</c>, later <c>chainlength</c> that of <c>delete_list</c>; ct_cpu_seq_show in nf_conntrack_standalone.c),
/// so columns are found by the header's names.
/// </summary>
internal sealed class ConntrackStatistics
{
    private readonly Dictionary<string, ulong> _sums = new(StringComparer.Ordinal);

    /// <summary>How many CPUs had a row.</summary>
    public int Processors { get; private set; }

    /// <summary>Entries in the table. Each row repeats this number of the whole namespace, so it is not a sum. Null without a row.</summary>
    public long? Entries { get; private set; }

    /// <summary>The header and where it stands.</summary>
    public Evidence Header { get; }

    private ConntrackStatistics(Evidence header) => Header = header;

    /// <summary>Adds up a column over all CPUs; null when this kernel does not have it under any of its names.</summary>
    public long? Sum(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_sums.TryGetValue(name, out ulong sum))
            {
                return (long)sum;
            }
        }

        return null;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="SnapshotParseException">It is empty, or a row does not fit the header.</exception>
    public static ConntrackStatistics Parse(SnapshotPart part)
    {
        string[]? columns = null;
        ConntrackStatistics? statistics = null;
        foreach ((int number, string text) in PartLines.Of(part))
        {
            string[] cells = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (statistics is null || columns is null)
            {
                columns = cells;
                statistics = new ConntrackStatistics(PartLines.Evidence(part, number, text));
            }
            else if (cells.Length > 0)
            {
                statistics.AddRow(columns, cells, part.Path, number, text);
            }
        }

        return statistics is { Processors: > 0 }
            ? statistics
            : throw new SnapshotParseException(part.Path, 0, 0, "no row of counters in it", "");
    }

    private void AddRow(string[] columns, string[] cells, string file, int number, string text)
    {
        if (cells.Length != columns.Length)
        {
            throw new SnapshotParseException(file, number, 0, $"{cells.Length} numbers for {columns.Length} columns", PlainText.Clean(text));
        }

        Processors++;
        for (int index = 0; index < cells.Length; index++)
        {
            if (!ulong.TryParse(cells[index], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong value))
            {
                throw new SnapshotParseException(file, number, text.IndexOf(cells[index], StringComparison.Ordinal) + 1, "not a hexadecimal number", PlainText.Clean(cells[index]));
            }

            if (columns[index] == "entries")
            {
                Entries = (long)value;
            }
            else
            {
                _sums[columns[index]] = _sums.GetValueOrDefault(columns[index]) + value;
            }
        }
    }
}
