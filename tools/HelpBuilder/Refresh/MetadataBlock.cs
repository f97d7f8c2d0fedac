using System.Text;
using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Refresh;

/// <summary>Writes a parameter's metadata block as PlatyPS 1.x does.</summary>
public static class MetadataBlock
{
    /// <summary>The block with its fences, without a line end behind it.</summary>
    public static string Of(ParameterFacts facts)
    {
        StringBuilder text = new();
        text.Append("```yaml\n");
        Pair(text, "Type", facts.Type);
        Pair(text, "DefaultValue", facts.DefaultValue);
        Pair(text, "SupportsWildcards", facts.SupportsWildcards);
        List(text, "Aliases", facts.Aliases);
        text.Append(facts.ParameterSets.Count == 0 ? "ParameterSets: []\n" : "ParameterSets:\n");
        foreach (ParameterSetHelp set in facts.ParameterSets)
        {
            Pair(text, "- Name", set.Name);
            Pair(text, "  Position", set.Position);
            Pair(text, "  IsRequired", set.IsRequired);
            Pair(text, "  ValueFromPipeline", set.ValueFromPipeline);
            Pair(text, "  ValueFromPipelineByPropertyName", set.ValueFromPipelineByPropertyName);
            Pair(text, "  ValueFromRemainingArguments", set.ValueFromRemainingArguments);
        }

        Pair(text, "DontShow", facts.DontShow);
        List(text, "AcceptedValues", facts.AcceptedValues);
        Pair(text, "HelpMessage", facts.HelpMessage);
        return text.Append("```").ToString();
    }

    private static void List(StringBuilder text, string key, IReadOnlyList<string> items)
    {
        text.Append(key).Append(items.Count == 0 ? ": []\n" : ":\n");
        foreach (string item in items)
        {
            text.Append("- ").Append(Scalar(item)).Append('\n');
        }
    }

    private static void Pair(StringBuilder text, string key, bool value) => Pair(text, key, value ? "true" : "false");

    private static void Pair(StringBuilder text, string key, string value) => text.Append(key).Append(": ").Append(Scalar(value)).Append('\n');

    /// <summary>Text that YAML would take for something else stands in quotes.</summary>
    private static string Scalar(string value)
    {
        bool plain = value.Length > 0
            && char.IsLetterOrDigit(value[0]) | value == "(All)"
            && !value.Contains(": ", StringComparison.Ordinal)
            && !value.Contains(" #", StringComparison.Ordinal)
            && !value.EndsWith(':')
            && value.Trim() == value;
        return plain ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
