using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>An example: prose, commands, and what they print.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Introduction">The prose before the first command.</param>
/// <param name="Steps">The commands in their order.</param>
/// <param name="Line">The line of the heading, from 1.</param>
public sealed record ExampleHelp(
    string Title,
    IReadOnlyList<TextParagraph> Introduction,
    IReadOnlyList<ExampleStep> Steps,
    int Line);
