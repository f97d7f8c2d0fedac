using Markdig.Syntax;
using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.Pages;

/// <summary>Reads a parameter's section: prose, then one block of YAML.</summary>
internal static class ParameterReader
{
    private const string Malformed = "a parameter has one ```yaml block with its metadata, below its prose; './build.sh help' writes it";

    internal static ParameterHelp Read(MarkdownSection section, MarkdownPage page)
    {
        FencedCodeBlock[] blocks = [.. section.Blocks.OfType<FencedCodeBlock>().Where(IsMetadata)];
        if (blocks is not [FencedCodeBlock metadata])
        {
            throw new HelpFormatException(page.File, section.Line, Malformed);
        }

        YamlMapping yaml = YamlText.Read(PlainText.OfCode(metadata), page.File, metadata.Line + 2);
        return new ParameterHelp(
            Facts(section.Title.TrimStart('-'), yaml),
            PlainText.Of(section.Blocks.Where(block => block != metadata), page),
            section.Line,
            metadata.Span.Start,
            metadata.Span.End + 1);
    }

    private static bool IsMetadata(FencedCodeBlock block) => block.Info?.Equals("yaml", StringComparison.OrdinalIgnoreCase) == true;

    private static ParameterFacts Facts(string name, YamlMapping yaml) => new()
    {
        Name = name,
        Type = yaml.Text("Type"),
        DefaultValue = yaml.Text("DefaultValue"),
        SupportsWildcards = yaml.Flag("SupportsWildcards"),
        Aliases = yaml.Texts("Aliases"),
        ParameterSets = [.. yaml.Mappings("ParameterSets").Select(Set)],
        DontShow = yaml.Flag("DontShow"),
        AcceptedValues = yaml.Texts("AcceptedValues"),
        HelpMessage = yaml.Text("HelpMessage"),
    };

    private static ParameterSetHelp Set(YamlMapping yaml) => new(
        yaml.Text("Name"),
        yaml.Text("Position"),
        yaml.Flag("IsRequired"),
        yaml.Flag("ValueFromPipeline"),
        yaml.Flag("ValueFromPipelineByPropertyName"),
        yaml.Flag("ValueFromRemainingArguments"));
}
