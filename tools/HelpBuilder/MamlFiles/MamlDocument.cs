using System.Xml.Linq;
using NetPath.HelpBuilder.Markdown;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.MamlFiles;

/// <summary>Writes commands' help as MAML, the XML that <c>Get-Help</c> reads.</summary>
public static class MamlDocument
{
    internal static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    internal static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    internal static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Help = "http://msh";

    /// <summary>The document of some commands.</summary>
    public static XDocument Of(IEnumerable<CommandHelp> commands)
    {
        XElement items = new(Help + "helpItems", new XAttribute("schema", "maml"));
        items.Add(commands.Select(Of));
        return new XDocument(new XDeclaration("1.0", "utf-8", null), items);
    }

    private static XElement Of(CommandHelp command) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        Details(command),
        new XElement(Maml + "description", Paragraphs(command.Description)),
        new XElement(Command + "syntax", command.Syntax.Select(syntax => MamlParameters.SyntaxItem(command, syntax))),
        new XElement(Command + "parameters", command.Parameters.Select(parameter => MamlParameters.Of(parameter))),
        new XElement(Command + "inputTypes", command.Inputs.Select(type => Type("inputType", type))),
        new XElement(Command + "returnValues", command.Outputs.Select(type => Type("returnValue", type))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(command.Notes))),
        new XElement(Command + "examples", command.Examples.Select(MamlExamples.Of)),
        new XElement(Command + "relatedLinks", Links(command)));

    private static XElement Details(CommandHelp command)
    {
        string[] words = command.Name.Split('-', 2);
        return new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", words[0]),
            new XElement(Command + "noun", words.Length > 1 ? words[1] : ""),
            new XElement(Maml + "description", new XElement(Maml + "para", command.Synopsis)));
    }

    /// <summary>
    /// A paragraph an element; the engine breaks long lines itself, keeps the breaks that are there, and leaves a line free behind each element,
    /// so the items of a list share one.
    /// </summary>
    internal static IEnumerable<XElement> Paragraphs(IEnumerable<TextParagraph> paragraphs)
    {
        List<XElement> elements = [];
        bool afterItem = false;
        foreach (TextParagraph paragraph in paragraphs)
        {
            string text = string.Join('\n', paragraph.Lines(int.MaxValue, indent: 0));
            if (afterItem && paragraph.Mark.Length > 0)
            {
                elements[^1].Value += "\n" + text;
            }
            else
            {
                elements.Add(new XElement(Maml + "para", text));
            }

            afterItem = paragraph.Mark.Length > 0;
        }

        return elements;
    }

    private static XElement Type(string kind, TypeHelp type) => new(
        Command + kind,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name)),
        new XElement(Maml + "description", Paragraphs(type.Description)));

    private static IEnumerable<XElement> Links(CommandHelp command)
    {
        // Get-Help -Online opens the first link that has an address.
        if (command.HelpUri.Length > 0)
        {
            yield return Link("Online Version:", command.HelpUri);
        }

        foreach (LinkHelp link in command.Links)
        {
            yield return Link(link.Text, link.Address);
        }
    }

    private static XElement Link(string text, string address) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", address));
}
