using NetPath.HelpBuilder;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Pages;
using Xunit;

namespace NetPath.Unit.Help;

public sealed class CommandHelpReaderTests
{
    [Fact]
    public void A_page_is_read_with_its_prose_and_its_metadata()
    {
        CommandHelp help = CommandHelpReader.Read(SamplePage.Page());

        Assert.Equal("Get-Sample", help.Name);
        Assert.Equal("Gets samples, also by name (https://example.org/name).", help.Synopsis);
        Assert.Equal(["Name", "Index"], help.Syntax.Select(way => way.ParameterSet));
        Assert.Equal([true, false], help.Syntax.Select(way => way.IsDefault));
        Assert.Equal(["Force", "Index", "Name"], help.Parameters.Select(parameter => parameter.Facts.Name));
        Assert.Equal([new LinkHelp("Set-Sample", ""), new LinkHelp("Samples", "https://example.org/samples")], help.Links);
    }

    [Fact]
    public void A_metadata_block_gives_every_fact_of_its_parameter()
    {
        ParameterFacts facts = CommandHelpReader.Read(SamplePage.Page()).Parameters[2].Facts;

        Assert.Equal("System.String[]", facts.Type);
        Assert.Equal("*", facts.DefaultValue);
        Assert.True(facts.SupportsWildcards);
        Assert.Equal(["n"], facts.Aliases);
        Assert.Equal(["one", "two"], facts.AcceptedValues);
        Assert.Equal([new ParameterSetHelp("Name", "0", false, true, true, false)], facts.ParameterSets);
    }

    [Fact]
    public void An_example_keeps_commands_output_and_remarks_apart()
    {
        ExampleHelp example = CommandHelpReader.Read(SamplePage.Page()).Examples[0];

        ExampleStep step = Assert.Single(example.Steps);
        Assert.Equal("Get-Sample one |\n    Format-Table", step.Code);
        Assert.Equal("Name  Size\n----  ----\none      1", step.Output);
        Assert.Equal("Shows one.", Assert.Single(example.Introduction).Text);
        Assert.Equal("It is small.", Assert.Single(step.Remarks).Text);
    }

    [Theory]
    [InlineData("## NOTES", "## REMARKS", 157, "'REMARKS' is no section of help")]
    [InlineData("## NOTES\n", "\n", 12, "the section '## NOTES' is missing")]
    [InlineData("## ALIASES\n", "## OUTPUTS\n", 35, "DESCRIPTION must not come after OUTPUTS")]
    [InlineData("title: Get-Sample", "title: Get-Other", 12, "the heading is 'Get-Sample', the front matter's title 'Get-Other'")]
    [InlineData("ms.date: 11/23/2026\n", "", 2, "the key 'ms.date' is missing")]
    [InlineData("SupportsWildcards: true", "SupportsWildcards: perhaps", 124, "'SupportsWildcards' must be true or false")]
    [InlineData("Type: System.Int32\n", "", 101, "the key 'Type' is missing")]
    [InlineData("DefaultValue: '*'", "DefaultValue: '*", 123, "the quote in '* is not closed")]
    [InlineData("```yaml\nType: System.Int32", "```text\nType: System.Int32", 96, "one ```yaml block")]
    [InlineData("```powershell\nGet-Sample -Index 1", "```text\nGet-Sample -Index 1", 67, "needs a ```powershell block")]
    [InlineData("It is small.\n", "It is small.\n\n```output\nlate\n```\n", 61, "an ```output block stands right below")]
    [InlineData("First paragraph.", "<div>\nmarkup\n</div>", 37, "help cannot show this (HtmlBlock)")]
    public void A_page_that_cannot_be_read_is_refused_with_its_line(string old, string replacement, int line, string problem)
    {
        HelpFormatException error = Assert.Throws<HelpFormatException>(() => CommandHelpReader.Read(SamplePage.Page(old, replacement)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal($"Get-Sample.md:{line}", error.Message[..error.Message.IndexOf(": ", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("text without a heading", 1, "must start with its '# ' heading")]
    [InlineData("# One\n\n# Two\n", 3, "exactly one '# ' heading")]
    [InlineData("---\ntitle: x\n", 1, "no closing '---' line")]
    [InlineData("---\ntitle: x\ntitle: y\n---\n# X", 3, "the key 'title' is there twice")]
    [InlineData("---\ntitle: |\n---\n# X", 2, "YAML that help pages do not use")]
    [InlineData("---\njust text\n---\n# X", 2, "'just text' is not 'Key: value'")]
    public void A_page_without_structure_is_refused_with_its_line(string text, int line, string problem)
    {
        HelpFormatException error = Assert.Throws<HelpFormatException>(() => MarkdownPage.Parse(text, "x.md"));

        Assert.Equal(line, error.Line);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
