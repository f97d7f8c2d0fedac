namespace NetPath.HelpBuilder.Pages;

/// <summary>A related command, topic or page.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Address">Where it is on the web; empty for what <c>Get-Help</c> finds by name.</param>
public sealed record LinkHelp(string Text, string Address);
