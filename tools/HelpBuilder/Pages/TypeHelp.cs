using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>A type that a command takes from the pipeline or writes.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Description">What the objects stand for.</param>
/// <param name="Line">The line of its heading, from 1.</param>
public sealed record TypeHelp(string Name, IReadOnlyList<TextParagraph> Description, int Line);
