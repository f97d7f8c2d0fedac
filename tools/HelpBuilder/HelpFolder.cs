using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder;

/// <summary>The pages of one language: of commands, of the module, and about topics.</summary>
public sealed class HelpFolder
{
    private HelpFolder(IReadOnlyList<MarkdownPage> pages)
    {
        Pages = pages;
        Topics = [.. pages.Where(page => page.File.StartsWith("about_", StringComparison.Ordinal))];
        ModulePage = pages.FirstOrDefault(IsModulePage);
        Commands = [.. pages.Where(page => !Topics.Contains(page) && !IsModulePage(page)).Select(CommandHelpReader.Read)];
    }

    /// <summary>All pages, by file name.</summary>
    public IReadOnlyList<MarkdownPage> Pages { get; }

    /// <summary>The pages of commands.</summary>
    public IReadOnlyList<CommandHelp> Commands { get; }

    /// <summary>The about topics.</summary>
    public IReadOnlyList<MarkdownPage> Topics { get; }

    /// <summary>The page that lists the commands, or null.</summary>
    public MarkdownPage? ModulePage { get; }

    /// <summary>Reads every Markdown file of a folder.</summary>
    /// <exception cref="HelpFormatException">A page cannot be read.</exception>
    public static HelpFolder Read(string folder) => new(ReadPages(folder));

    /// <summary>Takes pages that are in memory.</summary>
    public static HelpFolder Of(params IReadOnlyList<MarkdownPage> pages) => new(pages);

    /// <summary>Parses every Markdown file of a folder, without asking what it holds.</summary>
    public static IReadOnlyList<MarkdownPage> ReadPages(string folder) =>
        [.. Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(path => MarkdownPage.Parse(File.ReadAllText(path), Path.GetFileName(path)))];

    /// <summary>Whether a page lists a module's commands.</summary>
    public static bool IsModulePage(MarkdownPage page) => page.FrontMatter?.TextOr("document type", "") == "module";
}
