namespace NetPath.Core.Rendering;

/// <summary>The escape sequences that a view may use. They come from the terminal's own settings; all empty for plain text.</summary>
/// <param name="Good">Starts text about something that works.</param>
/// <param name="Doubtful">Starts text about something that is not certain.</param>
/// <param name="Bad">Starts text about something that is broken.</param>
/// <param name="Faint">Starts text that matters less.</param>
/// <param name="Strong">Starts a heading.</param>
/// <param name="Reset">Ends any of these.</param>
public sealed record TextStyle(string Good, string Doubtful, string Bad, string Faint, string Strong, string Reset)
{
    /// <summary>No escape sequences.</summary>
    public static TextStyle Plain { get; } = new("", "", "", "", "", "");
}
