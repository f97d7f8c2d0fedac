using Markdig.Syntax;

namespace NetPath.HelpBuilder.Markdown;

/// <summary>A heading, what stands below it, and the deeper headings in it.</summary>
public sealed class MarkdownSection
{
    internal MarkdownSection(HeadingBlock heading, string title)
    {
        Heading = heading;
        Title = title;
    }

    /// <summary>The heading.</summary>
    public HeadingBlock Heading { get; }

    /// <summary>The heading's text without markup.</summary>
    public string Title { get; }

    /// <summary>1 for <c>#</c>, 2 for <c>##</c>, and so on.</summary>
    public int Level => Heading.Level;

    /// <summary>The heading's line, from 1.</summary>
    public int Line => Heading.Line + 1;

    /// <summary>Where in the file's text the heading starts.</summary>
    public int Start => Heading.Span.Start;

    /// <summary>Where in the file's text the next section starts that is not in this one.</summary>
    public int End { get; internal set; }

    /// <summary>What stands between this heading and the next of any level.</summary>
    public IList<Block> Blocks { get; } = [];

    /// <summary>The sections of the next deeper levels.</summary>
    public IList<MarkdownSection> Children { get; } = [];
}
