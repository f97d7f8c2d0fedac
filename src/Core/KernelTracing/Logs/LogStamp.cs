using System.Globalization;
using System.Text.RegularExpressions;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>
/// When a line of the kernel's log was written, by what stands before the message: dmesg's <c>[ 123.456]</c>, syslog's <c>Nov 23 02:00:00</c>, and the forms
/// of journalctl. A time is given only when the log wrote it whole.
/// </summary>
/// <param name="Stamp">The time as the log wrote it; null when it wrote none.</param>
/// <param name="Time">The same when it has a date with a year.</param>
/// <param name="Uptime">Time since the kernel started.</param>
internal readonly partial record struct LogStamp(string? Stamp, DateTimeOffset? Time, TimeSpan? Uptime)
{
    /// <summary>Reads what stands before the message.</summary>
    public static LogStamp Read(string prefix)
    {
        TimeSpan? uptime = UptimeText().Match(prefix) is { Success: true } since ? Seconds(since.Groups["seconds"].ValueSpan) : null;
        if (WholeTime().Match(prefix) is { Success: true } whole)
        {
            string text = whole.Value.Replace(',', '.');
            return new LogStamp(whole.Value, DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) && HasZone(text) ? time : null, uptime);
        }

        if (UnixTime().Match(prefix) is { Success: true } unix)
        {
            TimeSpan? sinceEpoch = Seconds(unix.ValueSpan);
            return new LogStamp(unix.Value, sinceEpoch is TimeSpan seconds ? DateTimeOffset.UnixEpoch + seconds : null, uptime);
        }

        Match day = Day().Match(prefix);
        return new LogStamp(day.Success ? day.Value : uptime is null ? null : UptimeText().Match(prefix).Groups["seconds"].Value, null, uptime);
    }

    // Without a zone it is the clock of a machine whose zone nobody tells.
    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text.LastIndexOfAny(['+', '-']) > 10);

    private static TimeSpan? Seconds(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) && seconds < 100_000_000_000m
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    [GeneratedRegex(@"\[\s*(?<seconds>\d{1,10}\.\d{1,9})\]", RegexOptions.CultureInvariant)]
    private static partial Regex UptimeText();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?", RegexOptions.CultureInvariant)]
    private static partial Regex WholeTime();

    [GeneratedRegex(@"^\d{9,11}\.\d{1,9}(?= )", RegexOptions.CultureInvariant)]
    private static partial Regex UnixTime();

    // "Nov 23 02:00:00" of syslog, "Mon Nov 23 02:00:00 2026" of dmesg -T: the local time of a machine elsewhere, the first without a year.
    [GeneratedRegex(@"(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4})?", RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}
