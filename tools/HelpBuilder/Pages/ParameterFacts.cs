namespace NetPath.HelpBuilder.Pages;

/// <summary>What is true of a parameter by its declaration: the metadata block of a page, and what the command itself tells.</summary>
public sealed record ParameterFacts
{
    /// <summary>The name without its dash.</summary>
    public required string Name { get; init; }

    /// <summary>The full name of its .NET type.</summary>
    public required string Type { get; init; }

    /// <summary>Its value when it is not given; empty for none.</summary>
    public required string DefaultValue { get; init; }

    /// <summary>Whether its values are patterns.</summary>
    public required bool SupportsWildcards { get; init; }

    /// <summary>Its other names.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>How it behaves in the parameter sets that have it.</summary>
    public required IReadOnlyList<ParameterSetHelp> ParameterSets { get; init; }

    /// <summary>Whether completion and help leave it out.</summary>
    public required bool DontShow { get; init; }

    /// <summary>The only values it takes; empty where any is taken.</summary>
    public required IReadOnlyList<string> AcceptedValues { get; init; }

    /// <summary>What PowerShell says of it when it asks for it; often empty.</summary>
    public required string HelpMessage { get; init; }

    /// <summary>Whether it is a switch, which takes no value.</summary>
    public bool IsSwitch => Type == "System.Management.Automation.SwitchParameter";
}
