using Markdig.Syntax;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Refresh;

/// <summary>
/// Brings a command's page up to date with the command: syntax, metadata blocks, parameters and output types that are missing. Prose stays, also
/// that of a parameter that is gone: the check names it, a person removes it.
/// </summary>
public sealed class CommandPageRefresh
{
    private readonly MarkdownPage _page;
    private readonly CommandFacts _command;
    private readonly TextEdits _edits;

    private CommandPageRefresh(MarkdownPage page, CommandFacts command)
    {
        _page = page;
        _command = command;
        _edits = new TextEdits(page.Text);
    }

    /// <summary>The page's new text; the old one when nothing was to be done.</summary>
    /// <exception cref="HelpFormatException">The page lacks a section.</exception>
    public static string Refresh(MarkdownPage page, CommandFacts command) => new CommandPageRefresh(page, command).Refresh();

    private string Refresh()
    {
        RefreshSyntax();
        MarkdownSection parameters = Section("PARAMETERS");
        foreach (ParameterFacts parameter in _command.Parameters)
        {
            MarkdownSection? section = parameters.Children.FirstOrDefault(child => child.Title == "-" + parameter.Name);
            if (section is null)
            {
                _edits.Insert(PlaceFor(parameter, parameters), CommandPage.Parameter(parameter) + "\n");
            }
            else
            {
                RefreshMetadata(section, parameter);
            }
        }

        AddOutputs();
        return _edits.Apply();
    }

    private void RefreshSyntax()
    {
        MarkdownSection section = Section("SYNTAX");
        string body = $"## {section.Title}\n\n{SyntaxLayout.Section(_command.Syntax)}\n";
        _edits.Replace(section.Start, section.End, body);
    }

    private void RefreshMetadata(MarkdownSection section, ParameterFacts parameter)
    {
        string block = MetadataBlock.Of(parameter);
        FencedCodeBlock? old = section.Blocks.OfType<FencedCodeBlock>().LastOrDefault(code => code.Info == "yaml");
        if (old is not null)
        {
            _edits.Replace(old.Span.Start, old.Span.End + 1, block);
        }
        else
        {
            _edits.Insert(section.End, block + "\n\n");
        }
    }

    /// <summary>Before the first parameter that comes after it in the alphabet, else before the common ones, else at the end.</summary>
    private static int PlaceFor(ParameterFacts parameter, MarkdownSection parameters)
    {
        MarkdownSection? next = parameters.Children.FirstOrDefault(child =>
            !child.Title.StartsWith('-') || string.Compare(child.Title[1..], parameter.Name, StringComparison.OrdinalIgnoreCase) > 0);
        return next?.Start ?? parameters.End;
    }

    private void AddOutputs()
    {
        MarkdownSection section = Section("OUTPUTS");
        foreach (string type in _command.Outputs.Where(type => section.Children.All(child => child.Title != type)))
        {
            _edits.Insert(section.End, CommandPage.Output(type));
        }
    }

    private MarkdownSection Section(string title) =>
        _page.Find(title) ?? throw new HelpFormatException(_page.File, _page.Root.Line, $"the section '## {title}' is missing");
}
