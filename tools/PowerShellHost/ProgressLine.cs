using System.Management.Automation;

namespace NetPath.PowerShellHost;

/// <summary>One line of progress on standard error, drawn only on a terminal and removed before anything else is written.</summary>
internal sealed class ProgressLine
{
    private const string ClearLine = "\r\e[K";

    private readonly bool _enabled = !Console.IsErrorRedirected && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private readonly Lock _lock = new();
    private bool _shown;

    /// <summary>Draws the record, or removes the line when the activity has ended.</summary>
    public void Show(ProgressRecord record)
    {
        if (!_enabled)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }

        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : string.Empty;
        string text = $"{record.Activity}: {record.StatusDescription}{percent}".Replace('\n', ' ');
        int room = Math.Max(ConsoleRawUserInterface.Width - 1, 1);
        lock (_lock)
        {
            Console.Error.Write(ClearLine + (text.Length > room ? text[..room] : text));
            _shown = true;
        }
    }

    /// <summary>Removes the line when one is shown.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_shown)
            {
                Console.Error.Write(ClearLine);
                _shown = false;
            }
        }
    }
}
