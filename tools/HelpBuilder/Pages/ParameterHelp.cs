using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>A parameter as its page describes it.</summary>
/// <param name="Facts">The metadata block.</param>
/// <param name="Description">The prose.</param>
/// <param name="Line">The line of its heading, from 1.</param>
/// <param name="MetadataStart">Where in the page's text the metadata block starts.</param>
/// <param name="MetadataEnd">Where in the page's text it has ended.</param>
public sealed record ParameterHelp(
    ParameterFacts Facts,
    IReadOnlyList<TextParagraph> Description,
    int Line,
    int MetadataStart,
    int MetadataEnd);
