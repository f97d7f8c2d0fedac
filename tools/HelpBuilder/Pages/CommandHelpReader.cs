using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>Reads a command's page, written as PlatyPS 1.x has it (schema 2024-05-01).</summary>
public sealed class CommandHelpReader
{
    /// <summary>The sections of a page in their order. PlatyPS asks for all of them, in this order.</summary>
    public static readonly IReadOnlyList<string> Sections =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly MarkdownPage _page;

    private CommandHelpReader(MarkdownPage page) => _page = page;

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpFormatException">Something is not as PlatyPS has it.</exception>
    public static CommandHelp Read(MarkdownPage page) => new CommandHelpReader(page).Read();

    private CommandHelp Read()
    {
        CheckFrontMatter();
        CheckSections();
        return new CommandHelp
        {
            Page = _page,
            Name = _page.Root.Title,
            HelpUri = _page.FrontMatter!.TextOr("HelpUri", ""),
            Synopsis = string.Join(' ', Text(Section("SYNOPSIS")).Select(paragraph => paragraph.Text)),
            Syntax = [.. Section("SYNTAX").Children.Select(Syntax)],
            Description = Text(Section("DESCRIPTION")),
            Examples = [.. Section("EXAMPLES").Children.Select(section => ExampleReader.Read(section, _page))],
            Parameters = [.. Section("PARAMETERS").Children.Where(section => section.Title.StartsWith('-')).Select(section => ParameterReader.Read(section, _page))],
            Inputs = [.. Section("INPUTS").Children.Select(Type)],
            Outputs = [.. Section("OUTPUTS").Children.Select(Type)],
            Notes = Text(Section("NOTES")),
            Links = [.. Links(Section("RELATED LINKS"))],
        };
    }

    private void CheckFrontMatter()
    {
        if (_page.FrontMatter is not { } matter)
        {
            throw new HelpFormatException(_page.File, 1, "a page starts with front matter between two '---' lines");
        }

        string title = matter.Text("title");
        if (title != _page.Root.Title)
        {
            throw new HelpFormatException(_page.File, _page.Root.Line, $"the heading is '{_page.Root.Title}', the front matter's title '{title}'");
        }

        foreach (string key in new[] { "document type", "external help file", "Locale", "Module Name", "PlatyPS schema version", "ms.date" })
        {
            matter.Text(key);
        }
    }

    private void CheckSections()
    {
        int previous = -1;
        foreach (MarkdownSection section in _page.Root.Children)
        {
            int index = Sections.ToList().FindIndex(title => title.Equals(section.Title, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                throw new HelpFormatException(_page.File, section.Line, $"'{section.Title}' is no section of help; there are {string.Join(", ", Sections)}");
            }

            if (index <= previous)
            {
                throw new HelpFormatException(_page.File, section.Line, $"{section.Title} must not come after {Sections[previous]}");
            }

            previous = index;
        }

        foreach (string title in Sections)
        {
            Section(title);
        }
    }

    private MarkdownSection Section(string title) =>
        _page.Find(title) ?? throw new HelpFormatException(_page.File, _page.Root.Line, $"the section '## {title}' is missing");

    private List<TextParagraph> Text(MarkdownSection section)
    {
        List<TextParagraph> paragraphs = [.. PlainText.Of(section.Blocks, _page)];
        foreach (MarkdownSection child in section.Children)
        {
            paragraphs.Add(new TextParagraph(child.Title, 0, IsCode: false));
            paragraphs.AddRange(Text(child));
        }

        return paragraphs;
    }

    private SyntaxHelp Syntax(MarkdownSection section)
    {
        const string Default = " (Default)";
        CodeBlock code = section.Blocks.OfType<CodeBlock>().FirstOrDefault()
            ?? throw new HelpFormatException(_page.File, section.Line, "the syntax stands in a code block below this heading; './build.sh help' writes it");
        bool isDefault = section.Title.EndsWith(Default, StringComparison.Ordinal);
        return new SyntaxHelp(isDefault ? section.Title[..^Default.Length] : section.Title, isDefault, PlainText.OfCode(code));
    }

    private TypeHelp Type(MarkdownSection section) => new(section.Title, Text(section), section.Line);

    private static IEnumerable<LinkHelp> Links(MarkdownSection section)
    {
        foreach (LinkInline link in section.Blocks.SelectMany(block => block.Descendants<LinkInline>()))
        {
            string address = link.Url ?? "";
            yield return new LinkHelp(PlainText.OfInlines(link), address.Contains("://", StringComparison.Ordinal) ? address : "");
        }
    }
}
