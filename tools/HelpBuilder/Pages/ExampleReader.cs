using Markdig.Syntax;
using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>Reads an example: prose and code blocks in turn. A block that is not PowerShell is the output of the command before it.</summary>
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
            if (block is not CodeBlock code)
            {
                AddProse(PlainText.Of([block], page), steps, introduction);
            }
            else if (IsCommand(code))
            {
                steps.Add(new ExampleStep(PlainText.OfCode(code), Output: null, [], code.Line + 1, Runs: !Info(code).EndsWith("-norun", StringComparison.Ordinal)));
            }
            else if (steps is [.., { Output: null, Remarks: [] } step])
            {
                steps[^1] = step with { Output = PlainText.OfCode(code) };
            }
            else
            {
                throw page.Error(block, "output stands right below the ```powershell block that prints it");
            }
        }

        return steps.Count > 0
            ? new ExampleHelp(section.Title, introduction, steps, section.Line)
            : throw new HelpFormatException(page.File, section.Line, "an example needs a ```powershell block");
    }

    /// <summary>Whether a code block holds commands, by its fence.</summary>
    public static bool IsCommand(CodeBlock code) => Info(code).StartsWith("powershell", StringComparison.OrdinalIgnoreCase);

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
