using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>A command of an example.</summary>
/// <param name="Code">What is typed.</param>
/// <param name="Output">What it prints, or null where the page does not show it.</param>
/// <param name="Remarks">The prose that follows.</param>
/// <param name="Line">The line of the page that the code block starts on, from 1.</param>
/// <param name="Runs">Whether it is PowerShell; what a POSIX shell runs is not run by the tests of the help.</param>
public sealed record ExampleStep(string Code, string? Output, IReadOnlyList<TextParagraph> Remarks, int Line, bool Runs);
