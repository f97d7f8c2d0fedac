using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;

namespace NetPath.HelpBuilder.Refresh;

/// <summary>Adds commands to the module's page that it does not list.</summary>
public static class ModulePageRefresh
{
    /// <summary>The page's new text; the old one when it lists every command.</summary>
    public static string Refresh(MarkdownPage page, ModuleFacts module)
    {
        TextEdits edits = new(page.Text);
        foreach (CommandFacts command in module.Commands.Where(command => !Lists(page, command.Name)))
        {
            edits.Insert(page.Text.Length, $"\n### [{command.Name}]({command.Name}.md)\n\n{CommandPage.PlaceholderStart} in the Synopsis }}}}\n");
        }

        return edits.Apply();
    }

    /// <summary>Whether the page has a heading for a command.</summary>
    public static bool Lists(MarkdownPage page, string command) => Headings(page.Root).Any(section => section.Title == command);

    /// <summary>All headings below another.</summary>
    public static IEnumerable<MarkdownSection> Headings(MarkdownSection section) =>
        section.Children.SelectMany(child => Headings(child).Prepend(child));
}
