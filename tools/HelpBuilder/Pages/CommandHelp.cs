using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>A command as its page describes it.</summary>
public sealed record CommandHelp
{
    /// <summary>The page that it was read from.</summary>
    public required MarkdownPage Page { get; init; }

    /// <summary>Verb-Noun.</summary>
    public required string Name { get; init; }

    /// <summary>Where the page is on the web; empty for nowhere.</summary>
    public required string HelpUri { get; init; }

    /// <summary>What the command does, in a sentence or two.</summary>
    public required string Synopsis { get; init; }

    /// <summary>The ways to call it.</summary>
    public required IReadOnlyList<SyntaxHelp> Syntax { get; init; }

    /// <summary>What it does, at length.</summary>
    public required IReadOnlyList<TextParagraph> Description { get; init; }

    /// <summary>The examples.</summary>
    public required IReadOnlyList<ExampleHelp> Examples { get; init; }

    /// <summary>The parameters, in the page's order.</summary>
    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>What it takes from the pipeline.</summary>
    public required IReadOnlyList<TypeHelp> Inputs { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<TypeHelp> Outputs { get; init; }

    /// <summary>What else one should know.</summary>
    public required IReadOnlyList<TextParagraph> Notes { get; init; }

    /// <summary>What to read next.</summary>
    public required IReadOnlyList<LinkHelp> Links { get; init; }
}
