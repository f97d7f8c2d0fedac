using System.Xml.Linq;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Pages;
using static NetPath.HelpBuilder.MamlFiles.MamlDocument;

namespace NetPath.HelpBuilder.MamlFiles;

/// <summary>Examples in MAML: prose, the first command with its output, then whatever follows.</summary>
internal static class MamlExamples
{
    private const string Prompt = "PS> ";

    internal static XElement Of(ExampleHelp example) => new(
        Command + "example",
        new XElement(Maml + "title", $"--------- {example.Title} ---------"),
        Introduction(example),
        new XElement(Dev + "code", Session(example.Steps[0])),
        new XElement(Dev + "remarks", Spaced(Paragraphs(Remarks(example)))));

    /// <summary>The engine puts the code right behind the introduction, on its last line: so that is one paragraph that ends with an empty line.</summary>
    private static XElement Introduction(ExampleHelp example) => new(
        Maml + "introduction",
        example.Introduction.Count == 0 ? null : new XElement(Maml + "para", string.Concat(Paragraphs(example.Introduction).Select(paragraph => paragraph.Value + "\n\n"))));

    /// <summary>The engine starts the next example right below the remarks: an empty line at their end keeps the two apart.</summary>
    private static IEnumerable<XElement> Spaced(IEnumerable<XElement> paragraphs) => paragraphs.Append(new XElement(Maml + "para", " "));

    private static List<TextParagraph> Remarks(ExampleHelp example)
    {
        List<TextParagraph> remarks = [.. example.Steps[0].Remarks];
        foreach (ExampleStep step in example.Steps.Skip(1))
        {
            remarks.Add(new TextParagraph(Session(step), 0, IsCode: true));
            remarks.AddRange(step.Remarks);
        }

        return remarks;
    }

    /// <summary>A command behind a prompt and what it prints, as on a terminal.</summary>
    private static string Session(ExampleStep step)
    {
        IEnumerable<string> lines = step.Code.Split('\n').Select((line, index) => index == 0 || IsStatement(line) ? Prompt + line : line);
        return string.Join('\n', lines) + (step.Output is null ? "" : "\n\n" + step.Output.Trim('\n'));
    }

    /// <summary>Lines that go on with a statement are indented or close a block; comments and commands are not.</summary>
    private static bool IsStatement(string line) => line.Length > 0 && line[0] is not (' ' or '}' or ')' or '|');
}
