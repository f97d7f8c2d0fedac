using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NetPath.HelpBuilder.Markdown;

/// <summary>Makes text without markup from Markdown: paragraphs of one line each, lists with their marks, code as it is.</summary>
public static class PlainText
{
    /// <summary>The paragraphs of some blocks.</summary>
    /// <exception cref="HelpFormatException">A block is of a kind that help cannot show.</exception>
    public static IReadOnlyList<TextParagraph> Of(IEnumerable<Block> blocks, MarkdownPage page)
    {
        List<TextParagraph> paragraphs = [];
        foreach (Block block in blocks)
        {
            Add(block, page, 0, paragraphs);
        }

        return paragraphs;
    }

    /// <summary>The text of inline markup. A link keeps its address where a reader without the page needs it.</summary>
    public static string OfInlines(ContainerInline? container)
    {
        StringBuilder text = new();
        foreach (Inline inline in container ?? Enumerable.Empty<Inline>())
        {
            text.Append(Of(inline));
        }

        return text.ToString();
    }

    /// <summary>The lines of a code block.</summary>
    public static string OfCode(CodeBlock code) => code.Lines.ToString().ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Of(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline { IsHard: true } => "\n",
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        LinkInline link => OfLink(link),
        ContainerInline container => OfInlines(container),
        HtmlInline html => html.Tag,
        _ => inline.ToString() ?? "",
    };

    private static string OfLink(LinkInline link)
    {
        string text = OfInlines(link);
        bool isAddress = link.Url is { } url && url.Contains("://", StringComparison.Ordinal) && url != text;
        return isAddress ? $"{text} ({link.Url})" : text;
    }

    private static void Add(Block block, MarkdownPage page, int indent, List<TextParagraph> paragraphs)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                paragraphs.Add(new TextParagraph(OfInlines(paragraph.Inline), indent, IsCode: false));
                break;
            case CodeBlock code:
                paragraphs.Add(new TextParagraph(OfCode(code), indent, IsCode: true) { Line = code.Line + 1 });
                break;
            case ListBlock list:
                AddList(list, page, indent, paragraphs);
                break;
            case QuoteBlock quote:
                foreach (Block inner in quote)
                {
                    Add(inner, page, indent + 2, paragraphs);
                }

                break;
            case Table table:
                paragraphs.Add(new TextParagraph(TableText.Of(table), indent, IsCode: true) { Line = table.Line + 1 });
                break;
            case LinkReferenceDefinitionGroup or BlankLineBlock:
                break;
            case HtmlBlock { Type: HtmlBlockType.Comment }:
                break;
            default:
                throw page.Error(block, $"help cannot show this ({block.GetType().Name}); use paragraphs, lists, tables and fenced code");
        }
    }

    private static void AddList(ListBlock list, MarkdownPage page, int indent, List<TextParagraph> paragraphs)
    {
        int number = int.TryParse(list.OrderedStart, out int start) ? start : 1;
        foreach (ListItemBlock item in list.OfType<ListItemBlock>())
        {
            string mark = list.IsOrdered ? $"{number++}. " : "- ";
            int first = paragraphs.Count;
            foreach (Block inner in item)
            {
                Add(inner, page, indent + mark.Length, paragraphs);
            }

            if (first < paragraphs.Count)
            {
                paragraphs[first] = paragraphs[first] with { Mark = mark };
            }
        }
    }
}
