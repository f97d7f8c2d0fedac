using System.Text.RegularExpressions;
using System.Xml.Linq;
using NetPath.HelpBuilder.Pages;
using static NetPath.HelpBuilder.MamlFiles.MamlDocument;

namespace NetPath.HelpBuilder.MamlFiles;

/// <summary>Parameters in MAML: in the list of all, and in each way to call the command.</summary>
internal static partial class MamlParameters
{
    internal static XElement Of(ParameterHelp parameter)
    {
        ParameterFacts facts = parameter.Facts;
        ParameterSetHelp merged = new(
            ParameterSetHelp.All,
            facts.ParameterSets is [{ } first, ..] ? first.Position : "Named",
            facts.ParameterSets.Any(set => set.IsRequired),
            facts.ParameterSets.Any(set => set.ValueFromPipeline),
            facts.ParameterSets.Any(set => set.ValueFromPipelineByPropertyName),
            facts.ParameterSets.Any(set => set.ValueFromRemainingArguments));
        XElement element = Element(parameter, merged);
        element.Add(new XElement(Dev + "defaultValue", facts.DefaultValue.Length > 0 ? facts.DefaultValue : "None"));
        return element;
    }

    internal static XElement SyntaxItem(CommandHelp command, SyntaxHelp syntax)
    {
        XElement item = new(Command + "syntaxItem", new XElement(Maml + "name", command.Name));
        foreach (string name in Names(syntax.Text))
        {
            ParameterHelp parameter = command.Parameters.FirstOrDefault(known => known.Facts.Name == name)
                ?? throw new HelpFormatException(command.Page.File, command.Page.Find("SYNTAX")!.Line, $"the syntax names -{name}, which is not below PARAMETERS");
            ParameterSetHelp set = parameter.Facts.ParameterSets.FirstOrDefault(known => known.Name == syntax.ParameterSet)
                ?? parameter.Facts.ParameterSets.FirstOrDefault(known => known.Name == ParameterSetHelp.All)
                ?? throw new HelpFormatException(command.Page.File, parameter.Line, $"-{name} is in the syntax of '{syntax.ParameterSet}', and not in that parameter set");
            item.Add(Element(parameter, set));
        }

        return item;
    }

    /// <summary>The names of the parameters in a line of syntax, in its order.</summary>
    internal static IEnumerable<string> Names(string syntax) => NameInSyntax().Matches(syntax).Select(match => match.Groups[1].Value);

    private static XElement Element(ParameterHelp parameter, ParameterSetHelp set)
    {
        ParameterFacts facts = parameter.Facts;
        bool isList = facts.Type.EndsWith("[]", StringComparison.Ordinal);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Xml(set.IsRequired)),
            new XAttribute("variableLength", Xml(isList)),
            new XAttribute("globbing", Xml(facts.SupportsWildcards)),
            new XAttribute("pipelineInput", PipelineInput(set)),
            new XAttribute("position", set.Position == "Named" ? "named" : set.Position),
            new XAttribute("aliases", facts.Aliases.Count > 0 ? string.Join(", ", facts.Aliases) : "none"),
            new XElement(Maml + "name", facts.Name),
            new XElement(Maml + "description", Paragraphs(parameter.Description)),
            ValueGroup(facts),
            facts.IsSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", Xml(isList)), Short(facts.Type)),
            new XElement(Dev + "type", new XElement(Maml + "name", Short(facts.Type)), new XElement(Maml + "uri")));
    }

    private static XElement? ValueGroup(ParameterFacts facts) => facts.AcceptedValues.Count == 0 ? null : new XElement(
        Command + "parameterValueGroup",
        facts.AcceptedValues.Select(value => new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)));

    private static string PipelineInput(ParameterSetHelp set) => (set.ValueFromPipeline, set.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];

    private static string Xml(bool value) => value ? "true" : "false";

    [GeneratedRegex(@"(?<=[\s\[])-(\w+)")]
    private static partial Regex NameInSyntax();
}
