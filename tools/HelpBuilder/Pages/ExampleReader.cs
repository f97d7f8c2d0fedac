using Markdig.Syntax;
using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>Reads an example: prose, commands, and below a command in an <c>output</c> block what it prints.</summary>
public static class ExampleReader
{
    /// <summary>Reads the section of one example.</summary>
    /// <exception cref="HelpFormatException">It has no command, or output before the first.</exception>
    public static ExampleHelp Read(MarkdownSection section, MarkdownPage page)
    {
        List<ExampleStep> steps = [];
        List<TextParagraph> introduction = [];
        foreach (Block block in section.Blocks)
        {
            if (block is not CodeBlock code || !(IsCommand(code) || IsOutput(code)))
            {
                AddProse(PlainText.Of([block], page), steps, introduction);
            }
            else if (IsCommand(code))
            {
                bool runs = Info(code).StartsWith("p", StringComparison.OrdinalIgnoreCase);
                steps.Add(new ExampleStep(PlainText.OfCode(code), Output: null, [], code.Line + 1, runs));
            }
            else if (steps is [.., { Output: null, Remarks: [] } step])
            {
                steps[^1] = step with { Output = PlainText.OfCode(code) };
            }
            else
            {
                throw page.Error(block, "an ```output block stands right below the ```powershell block that prints it");
            }
        }

        return steps.Count > 0
            ? new ExampleHelp(section.Title, introduction, steps, section.Line)
            : throw new HelpFormatException(page.File, section.Line, "an example needs a ```powershell block (or ```sh, for what is typed elsewhere)");
    }

    /// <summary>Whether a code block holds commands, of PowerShell or of a POSIX shell, by its fence.</summary>
    public static bool IsCommand(CodeBlock code) => Info(code).ToUpperInvariant() is "POWERSHELL" or "PWSH" or "SH" or "BASH";

    private static bool IsOutput(CodeBlock code) => Info(code).Equals("output", StringComparison.OrdinalIgnoreCase);

    private static string Info(CodeBlock code) => (code as FencedCodeBlock)?.Info ?? "";

    private static void AddProse(IReadOnlyList<TextParagraph> prose, List<ExampleStep> steps, List<TextParagraph> introduction)
    {
        if (steps.Count == 0)
        {
            introduction.AddRange(prose);
        }
        else
        {
            steps[^1] = steps[^1] with { Remarks = [.. steps[^1].Remarks, .. prose] };
        }
    }
}
