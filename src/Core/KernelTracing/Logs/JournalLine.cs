using System.Globalization;
using System.Text.Json;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>Takes the message out of a line of <c>journalctl -o json</c>.</summary>
internal static class JournalLine
{
    /// <summary>The message and its time; null when the line is no journal entry with a message in text.</summary>
    public static (string Message, LogStamp Stamp)? Read(string line)
    {
        try
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            if (entry.RootElement.ValueKind != JsonValueKind.Object || Text(entry.RootElement, "MESSAGE") is not string message)
            {
                return null;
            }

            string? micros = Text(entry.RootElement, "__REALTIME_TIMESTAMP");
            DateTimeOffset? time = long.TryParse(micros, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number < 100_000_000_000_000_000
                ? DateTimeOffset.UnixEpoch.AddTicks(number * TimeSpan.TicksPerMicrosecond)
                : null;
            return (message, new LogStamp(time?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffK", CultureInfo.InvariantCulture), time, null));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
