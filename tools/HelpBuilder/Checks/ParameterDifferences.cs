using NetPath.HelpBuilder.Pages;

namespace NetPath.HelpBuilder.Checks;

/// <summary>Compares what a page says of a parameter with what the command says.</summary>
public static class ParameterDifferences
{
    /// <summary>The properties that differ, with both values as text.</summary>
    public static IEnumerable<(string Property, string Page, string Command)> Between(ParameterFacts page, ParameterFacts command)
    {
        foreach ((string property, Func<ParameterFacts, string> text) in Properties)
        {
            if (text(page) != text(command))
            {
                yield return (property, text(page), text(command));
            }
        }

        foreach ((string property, Func<ParameterSetHelp, string> text) in SetProperties)
        {
            if (Sets(page, text) != Sets(command, text))
            {
                yield return (property, Sets(page, text), Sets(command, text));
            }
        }
    }

    private static readonly (string Property, Func<ParameterFacts, string> Text)[] Properties =
    [
        ("Type", facts => facts.Type),
        ("DefaultValue", facts => facts.DefaultValue),
        ("SupportsWildcards", facts => $"{facts.SupportsWildcards}"),
        ("Aliases", facts => string.Join(", ", facts.Aliases)),
        ("DontShow", facts => $"{facts.DontShow}"),
        ("AcceptedValues", facts => string.Join(", ", facts.AcceptedValues)),
        ("HelpMessage", facts => facts.HelpMessage),
    ];

    private static readonly (string Property, Func<ParameterSetHelp, string> Text)[] SetProperties =
    [
        ("ParameterSets", set => set.Name),
        ("Position", set => $"{set.Name}: {set.Position}"),
        ("IsRequired", set => $"{set.Name}: {set.IsRequired}"),
        ("ValueFromPipeline", set => $"{set.Name}: {set.ValueFromPipeline}"),
        ("ValueFromPipelineByPropertyName", set => $"{set.Name}: {set.ValueFromPipelineByPropertyName}"),
        ("ValueFromRemainingArguments", set => $"{set.Name}: {set.ValueFromRemainingArguments}"),
    ];

    private static string Sets(ParameterFacts facts, Func<ParameterSetHelp, string> text) =>
        string.Join(", ", facts.ParameterSets.Select(text).Order(StringComparer.Ordinal));
}
