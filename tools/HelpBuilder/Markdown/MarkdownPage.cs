using Markdig;
using Markdig.Syntax;

namespace NetPath.HelpBuilder.Markdown;

/// <summary>A Markdown page, parsed, with its front matter and its sections by heading.</summary>
public sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UsePreciseSourceLocation().Build();

    private MarkdownPage(string file, string text, YamlMapping? frontMatter, MarkdownSection root)
    {
        File = file;
        Text = text;
        FrontMatter = frontMatter;
        Root = root;
    }

    /// <summary>The page's file name, for messages.</summary>
    public string File { get; }

    /// <summary>The whole text, with line feeds only.</summary>
    public string Text { get; }

    /// <summary>The YAML between the first two <c>---</c> lines, or null.</summary>
    public YamlMapping? FrontMatter { get; }

    /// <summary>The section of the first heading (<c>#</c>), which holds all others.</summary>
    public MarkdownSection Root { get; }

    /// <summary>Parses a page.</summary>
    /// <exception cref="HelpFormatException">The page has no heading, or its front matter cannot be read.</exception>
    public static MarkdownPage Parse(string text, string file)
    {
        text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        YamlMapping? frontMatter = null;
        string body = text;
        if (text.StartsWith("---\n", StringComparison.Ordinal))
        {
            int end = text.IndexOf("\n---\n", StringComparison.Ordinal);
            if (end < 0)
            {
                throw new HelpFormatException(file, 1, "the front matter that starts here has no closing '---' line");
            }

            frontMatter = YamlText.Read(text[4..(end + 1)], file, 2);
            // Blanked, not cut: positions and lines in the body stay those of the file.
            int length = end + 5;
            body = string.Concat(text[..length].Select(character => character == '\n' ? '\n' : ' ')) + text[length..];
        }

        MarkdownDocument document = Markdig.Markdown.Parse(body, Pipeline);
        return new MarkdownPage(file, text, frontMatter, Sections(document, file, text));
    }

    /// <summary>The text of a block as it stands in the file.</summary>
    public string Source(Block block) => Text[block.Span.Start..(block.Span.End + 1)];

    /// <summary>The section below the first heading with a title; case does not matter.</summary>
    public MarkdownSection? Find(string title) =>
        Root.Children.FirstOrDefault(section => section.Title.Equals(title, StringComparison.OrdinalIgnoreCase));

    /// <summary>An error at a block of this page.</summary>
    public HelpFormatException Error(Block block, string problem) => new(File, block.Line + 1, problem);

    private static MarkdownSection Sections(MarkdownDocument document, string file, string text)
    {
        Stack<MarkdownSection> open = [];
        MarkdownSection? root = null;
        foreach (Block block in document)
        {
            if (block is not HeadingBlock heading)
            {
                MarkdownSection holder = open.Count > 0
                    ? open.Peek()
                    : throw new HelpFormatException(file, block.Line + 1, "a page must start with its '# ' heading");
                holder.Blocks.Add(block);
                continue;
            }

            MarkdownSection section = new(heading, PlainText.OfInlines(heading.Inline));
            while (open.Count > 0 && open.Peek().Level >= section.Level)
            {
                open.Peek().End = heading.Span.Start;
                open.Pop();
            }

            if (open.Count == 0 && (root is not null || section.Level != 1))
            {
                throw new HelpFormatException(file, heading.Line + 1, "a page has exactly one '# ' heading, and it comes first");
            }

            (open.Count > 0 ? open.Peek().Children : []).Add(section);
            root ??= section;
            open.Push(section);
        }

        foreach (MarkdownSection section in open)
        {
            section.End = text.Length;
        }

        return root ?? throw new HelpFormatException(file, 1, "the page has no '# ' heading");
    }
}
