using NetPath.HelpBuilder;
using NetPath.HelpBuilder.Checks;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Metadata;
using NetPath.HelpBuilder.Pages;
using Xunit;

namespace NetPath.Unit.Help;

public sealed class HelpCheckTests
{
    [Fact]
    public void A_page_that_says_what_the_command_has_passes() =>
        Assert.Empty(Check(SamplePage.Page(), SamplePage.Command));

    [Theory]
    [InlineData("Type: System.Int32", "Type: System.String", 96, "-Index: Type is 'System.String' here and 'System.Int32' in the command")]
    [InlineData("DefaultValue: '*'", "DefaultValue: ''", 117, "-Name: DefaultValue is '' here and '*' in the command")]
    [InlineData("- n\n", "- nm\n", 117, "-Name: Aliases is 'nm' here and 'n' in the command")]
    [InlineData("Position: 0", "Position: 1", 117, "-Name: Position is 'Name: 1' here and 'Name: 0' in the command")]
    [InlineData("IsRequired: true", "IsRequired: false", 96, "-Index: IsRequired is 'Index: False' here and 'Index: True' in the command")]
    [InlineData("SupportsWildcards: true", "SupportsWildcards: false", 117, "-Name: SupportsWildcards is 'False' here and 'True' in the command")]
    [InlineData("ValueFromPipeline: true", "ValueFromPipeline: false", 117, "-Name: ValueFromPipeline is 'Name: False' here and 'Name: True' in the command")]
    [InlineData("- Name: Index", "- Name: (All)", 96, "-Index: ParameterSets is '(All)' here and 'Index' in the command")]
    [InlineData("- one\n- two\nHelp", "- one\nHelp", 117, "-Name: AcceptedValues is 'one' here and 'one, two' in the command")]
    [InlineData("The index.", "", 96, "-Index has no description")]
    [InlineData("### -Index", "### -Number", 96, "Get-Sample has no parameter -Number; remove the section")]
    [InlineData("### Sample.Thing", "### Sample.Other", 153, "Get-Sample does not declare to write Sample.Other")]
    [InlineData("[-Force] [<CommonParameters>]\n```\n\n###", "[<CommonParameters>]\n```\n\n###", 19, "the syntax is not the command's")]
    [InlineData("A note.", "{{ Fill in the Notes }}", 159, "write what is to stand here instead of {{ Fill in the Notes }}")]
    [InlineData("### Example 3: By index\n\n```powershell\nGet-Sample -Index 1\n```\n", "", 42, "2 examples; a command needs at least 3")]
    [InlineData("Module Name: Sample", "Module Name: Other", 2, "Module Name is 'Other' and must be 'Sample'")]
    public void What_differs_is_named_with_its_line(string old, string replacement, int line, string problem) =>
        Assert.Contains(Check(SamplePage.Page(old, replacement), SamplePage.Command), found => found.StartsWith($"Get-Sample.md:{line}: {problem}", StringComparison.Ordinal));

    [Fact]
    public void A_parameter_that_is_not_described_is_named()
    {
        ParameterFacts added = SamplePage.Command.Parameters[0] with { Name = "PassThru" };
        CommandFacts command = SamplePage.Command with { Parameters = [.. SamplePage.Command.Parameters, added] };

        Assert.Equal(["Get-Sample.md:73: -PassThru is not described; './build.sh help' adds it"], Check(SamplePage.Page(), command));
    }

    [Fact]
    public void A_command_without_a_page_and_a_page_without_a_command_are_named()
    {
        IReadOnlyList<string> problems = Check(SamplePage.Page(), SamplePage.Command with { Name = "Set-Sample" });

        Assert.Equal(
            [
                "Set-Sample.md:1: the command has no page; './build.sh help' makes one",
                "Get-Sample.md:1: the module has no command Get-Sample; remove the page",
                "Sample.md:7: Set-Sample is not listed; './build.sh help' adds it",
                "Sample.md:11: the module has no command Get-Sample",
            ],
            problems);
    }

    private static IReadOnlyList<string> Check(MarkdownPage page, CommandFacts command) =>
        HelpCheck.Run(HelpFolder.Of(page, SamplePage.ModulePage), SamplePage.Module(command));
}
