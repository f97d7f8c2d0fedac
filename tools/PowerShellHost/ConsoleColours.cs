using System.Management.Automation;
using System.Management.Automation.Host;

namespace NetPath.PowerShellHost;

/// <summary>Turns the host interface's console colours into escape sequences.</summary>
internal static class ConsoleColours
{
    /// <summary>The text in these colours; a colour that equals the terminal's own is left alone.</summary>
    public static string Apply(ConsoleColor foreground, ConsoleColor background, PSHostRawUserInterface terminal, string text)
    {
        string before = string.Empty;
        if (foreground != terminal.ForegroundColor)
        {
            before += PSStyle.MapForegroundColorToEscapeSequence(foreground);
        }

        if (background != terminal.BackgroundColor)
        {
            before += PSStyle.MapBackgroundColorToEscapeSequence(background);
        }

        return before.Length == 0 ? text : before + text + PSStyle.Instance.Reset;
    }
}
