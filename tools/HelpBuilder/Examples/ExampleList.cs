using System.Text.Encodings.Web;
using System.Text.Json;
using Markdig.Syntax;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Examples;

/// <summary>Lists the examples of all pages, for a test that runs them.</summary>
public static class ExampleList
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The examples as JSON: file, title, line and steps, each with code, output (or null), line, and whether it runs anywhere.</summary>
    public static string ToJson(HelpFolder folder)
    {
        var examples = folder.Commands
            .SelectMany(command => command.Examples.Select(example => (command.Page.File, Example: example)))
            .Concat(folder.Topics.SelectMany(page => OfTopic(page).Select(example => (page.File, Example: example))))
            .Select(item => new
            {
                item.File,
                item.Example.Title,
                item.Example.Line,
                Steps = item.Example.Steps.Select(step => new { step.Code, step.Output, step.Line, step.Runs }),
            });
        return JsonSerializer.Serialize(examples, Options);
    }

    /// <summary>Every section of an about topic that holds commands is an example.</summary>
    private static IEnumerable<ExampleHelp> OfTopic(MarkdownPage page) =>
        from section in Refresh.ModulePageRefresh.Headings(page.Root)
        where section.Blocks.OfType<CodeBlock>().Any(ExampleReader.IsCommand)
        select ExampleReader.Read(section, page);
}
