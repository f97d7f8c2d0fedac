using System.Xml.Linq;
using NetPath.HelpBuilder;
using NetPath.HelpBuilder.MamlFiles;
using NetPath.HelpBuilder.Pages;
using Xunit;

namespace NetPath.Unit.Help;

public sealed class MamlDocumentTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _command = MamlDocument.Of([CommandHelpReader.Read(SamplePage.Page())]).Root!.Elements().Single();

    [Fact]
    public void A_command_has_the_parts_that_the_engine_reads_in_its_order()
    {
        Assert.Equal(
            ["details", "description", "syntax", "parameters", "inputTypes", "returnValues", "alertSet", "examples", "relatedLinks"],
            _command.Elements().Select(element => element.Name.LocalName));
        XElement details = _command.Element(Command + "details")!;
        Assert.Equal(["Get-Sample", "Get", "Sample"], new[] { "name", "verb", "noun" }.Select(name => details.Element(Command + name)!.Value));
    }

    [Fact]
    public void Each_way_to_call_the_command_lists_its_own_parameters()
    {
        string[][] ways = [.. _command.Element(Command + "syntax")!.Elements().Select(way => way.Elements(Command + "parameter").Select(Name).ToArray())];

        Assert.Equal([["Name", "Force"], ["Index", "Force"]], ways);
    }

    [Theory]
    [InlineData("Name", "required=false variableLength=true globbing=true pipelineInput=True (ByValue, ByPropertyName) position=0 aliases=n", "String[]", "*")]
    [InlineData("Index", "required=true variableLength=false globbing=false pipelineInput=True (ByPropertyName) position=named aliases=none", "Int32", "None")]
    [InlineData("Force", "required=false variableLength=false globbing=false pipelineInput=False position=named aliases=none", null, "False")]
    public void A_parameter_says_how_it_binds(string name, string attributes, string? value, string defaultValue)
    {
        XElement parameter = _command.Element(Command + "parameters")!.Elements().Single(element => Name(element) == name);

        Assert.Equal(attributes, string.Join(' ', parameter.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}")));
        Assert.Equal(value, parameter.Element(Command + "parameterValue")?.Value);
        Assert.Equal(defaultValue, parameter.Element(Dev + "defaultValue")!.Value);
    }

    [Fact]
    public void A_list_is_one_paragraph_so_that_its_items_stay_together()
    {
        Assert.Equal(["First paragraph.", "- one\n- two"], _command.Element(Maml + "description")!.Elements(Maml + "para").Select(para => para.Value));
    }

    [Fact]
    public void An_example_looks_as_on_a_terminal_below_its_prose()
    {
        XElement example = _command.Element(Command + "examples")!.Elements().First();

        Assert.Equal("--------- Example 1: By name ---------", example.Element(Maml + "title")!.Value);
        Assert.Equal("Shows one.\n\n", example.Element(Maml + "introduction")!.Value);
        Assert.Equal("PS> Get-Sample one |\n    Format-Table\n\nName  Size\n----  ----\none      1", example.Element(Dev + "code")!.Value);
        Assert.Equal(["It is small.", " "], example.Element(Dev + "remarks")!.Elements().Select(para => para.Value));
    }

    [Fact]
    public void The_page_on_the_web_comes_first_among_the_links()
    {
        Assert.Equal(
            ["Online Version: https://example.org/Get-Sample", "Set-Sample ", "Samples https://example.org/samples"],
            _command.Element(Command + "relatedLinks")!.Elements().Select(link => $"{link.Element(Maml + "linkText")!.Value} {link.Element(Maml + "uri")!.Value}"));
    }

    [Fact]
    public void Syntax_that_names_an_unknown_parameter_is_refused()
    {
        CommandHelp help = CommandHelpReader.Read(SamplePage.Page("Get-Sample -Index <int> [-Force]", "Get-Sample -Index <int> [-Hidden]"));

        HelpFormatException error = Assert.Throws<HelpFormatException>(() => MamlDocument.Of([help]));
        Assert.Equal("Get-Sample.md:19: the syntax names -Hidden, which is not below PARAMETERS", error.Message);
    }

    private static string Name(XElement parameter) => parameter.Element(Maml + "name")!.Value;
}
