using System.Globalization;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>
/// Reads the kernel's packet trace from lines of text: the kernel's log (dmesg, kern.log, journalctl), <c>nft monitor trace</c> and
/// <c>xtables-monitor --trace</c>, also mixed. Other lines are counted and passed over; damaged ones become problems.
/// </summary>
public sealed class TraceLogReader
{
    private const string LegacyMark = "TRACE: ";

    /// <summary>A line of the kernel's log has 1 KiB; what is much longer is none, and is not looked through.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly string _file;
    private readonly Action<TraceLogProblem> _report;
    private readonly XtablesTraceLines _xtables = new();
    private readonly NftTraceLines _nft = new();

    /// <summary>Makes a reader of one log.</summary>
    /// <param name="file">What evidence calls the log.</param>
    /// <param name="report">Told of each damaged line.</param>
    public TraceLogReader(string file, Action<TraceLogProblem> report)
    {
        _file = file;
        _report = report;
    }

    /// <summary>Lines that were read.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that are no part of a trace.</summary>
    public int OtherLines { get; private set; }

    /// <summary>Lines of a trace that are damaged.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <returns>The event; null when the line holds none of its own.</returns>
    public KernelTraceEvent? Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Lines++;
        string text = line.TrimEnd('\r', '\n');
        try
        {
            KernelTraceEvent? step = text.Length > LongestLine ? Other() : Parse(text);
            return step is null ? null : step with { Text = PlainText.Clean(step.Text), Origin = new Evidence(_file, Lines, PlainText.Clean(text).Trim()) };
        }
        catch (TraceLineException error)
        {
            DamagedLines++;
            _report(new TraceLogProblem(_file, Lines, error.Message, PlainText.Clean(text)));
            return null;
        }
    }

    private KernelTraceEvent? Parse(string line)
    {
        ReadOnlySpan<char> start = line.AsSpan().TrimStart();
        if (start.StartsWith("trace id ", StringComparison.Ordinal))
        {
            return _nft.Read(line);
        }

        if (IsXtables(start, "PACKET: ") || IsXtables(start, LegacyMark))
        {
            return _xtables.Read(line);
        }

        return start.StartsWith("{") && JournalLine.Read(line) is (string message, LogStamp stamp)
            ? Kernel(message, stamp)
            : Kernel(line, null);
    }

    private KernelTraceEvent? Kernel(string line, LogStamp? stamp)
    {
        int mark = line.IndexOf(LegacyMark, StringComparison.Ordinal);
        if (mark < 0 || !LegacyTraceLine.IsOne(line.AsSpan(mark + LegacyMark.Length)))
        {
            return Other();
        }

        LogStamp when = stamp ?? LogStamp.Read(line[..mark]);
        return LegacyTraceLine.Read(line[(mark + LegacyMark.Length)..].TrimEnd()) with { Stamp = when.Stamp, Time = when.Time, Uptime = when.Uptime };
    }

    private KernelTraceEvent? Other()
    {
        OtherLines++;
        return null;
    }

    // A number and a blank follow: a program's own line "TRACE: 12 requests" is told from it by the packet's number in hexadecimal.
    private static bool IsXtables(ReadOnlySpan<char> line, string mark)
    {
        if (!line.StartsWith(mark, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> rest = line[mark.Length..];
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 3 || rest[digits] != ' ')
        {
            return false;
        }

        ReadOnlySpan<char> number = rest[(digits + 1)..];
        int end = number.IndexOf(' ');
        return number[..(end < 0 ? number.Length : end)] is { Length: 8 } id && uint.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
    }
}
