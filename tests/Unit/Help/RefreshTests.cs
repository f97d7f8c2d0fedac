using NetPath.HelpBuilder;
using NetPath.HelpBuilder.Checks;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Pages;
using NetPath.HelpBuilder.Refresh;
using Xunit;

namespace NetPath.Unit.Help;

public sealed class RefreshTests
{
    [Fact]
    public void A_page_that_is_up_to_date_stays_as_it_is() =>
        Assert.Equal(SamplePage.Page().Text, CommandPageRefresh.Refresh(SamplePage.Page(), SamplePage.Command));

    [Theory]
    [InlineData("Type: System.Int32", "Type: System.Int64")]
    [InlineData("Position: 0", "Position: 3")]
    [InlineData("Aliases:\n- n\n", "")]
    [InlineData("[-Force] [<CommonParameters>]\n```\n\n###", "[-Old] [<CommonParameters>]\n```\n\n###")]
    [InlineData("### Index\n\n```\nGet-Sample -Index <int> [-Force] [<CommonParameters>]\n```\n\n", "")]
    public void Metadata_and_syntax_are_brought_up_to_date(string current, string stale) =>
        Assert.Equal(SamplePage.Page().Text, CommandPageRefresh.Refresh(SamplePage.Page(current, stale), SamplePage.Command));

    [Fact]
    public void A_new_parameter_gets_a_placeholder_in_its_place_and_prose_stays()
    {
        ParameterFacts added = SamplePage.Command.Parameters[0] with { Name = "Hidden" };
        CommandFacts command = SamplePage.Command with { Parameters = [.. SamplePage.Command.Parameters, added] };

        string text = CommandPageRefresh.Refresh(SamplePage.Page("The index.", "My own words\n  about it."), command);

        Assert.Contains("### -Hidden\n\n{{ Fill Hidden Description }}\n\n```yaml\nType: System.Management.Automation.SwitchParameter\n", text, StringComparison.Ordinal);
        Assert.Contains("My own words\n  about it.\n", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("### -Force", StringComparison.Ordinal) < text.IndexOf("### -Hidden", StringComparison.Ordinal));
        Assert.True(text.IndexOf("### -Hidden", StringComparison.Ordinal) < text.IndexOf("### -Index", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_that_is_gone_keeps_its_prose_for_a_person_to_move()
    {
        CommandFacts command = SamplePage.Command with { Parameters = [.. SamplePage.Command.Parameters.Take(2)] };

        Assert.Contains("The names.", CommandPageRefresh.Refresh(SamplePage.Page(), command), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_command_gets_a_page_that_lacks_only_what_a_person_must_write()
    {
        string text = CommandPage.New(SamplePage.Command, SamplePage.Module(SamplePage.Command), new DateOnly(2026, 11, 23));

        IReadOnlyList<string> problems = HelpCheck.Run(
            HelpFolder.Of(MarkdownPage.Parse(text, "Get-Sample.md"), SamplePage.ModulePage),
            SamplePage.Module(SamplePage.Command));
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Matches("{{ Fill|1 examples; a command needs at least 3", problem));
        Assert.EndsWith("## RELATED LINKS\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Syntax_is_broken_between_parameters_within_100_columns()
    {
        string call = "Get-Sample " + string.Join(' ', Enumerable.Range(10, 6).Select(number => $"[[-Parameter{number}] <string[]>]")) + " [<CommonParameters>]";

        Assert.Equal(
            """
            Get-Sample [[-Parameter10] <string[]>] [[-Parameter11] <string[]>] [[-Parameter12] <string[]>]
             [[-Parameter13] <string[]>] [[-Parameter14] <string[]>] [[-Parameter15] <string[]>]
             [<CommonParameters>]
            """.ReplaceLineEndings("\n"),
            SyntaxLayout.Wrapped(call));
    }
}
