namespace NetPath.HelpBuilder.Pages;

/// <summary>How a parameter behaves in one parameter set, or in all that have it.</summary>
/// <param name="Name">The set's name; <c>(All)</c> for a parameter that every set has alike.</param>
/// <param name="Position">A number from 0, or <c>Named</c>.</param>
/// <param name="IsRequired">Whether the command cannot run without it.</param>
/// <param name="ValueFromPipeline">Whether it takes objects of the pipeline whole.</param>
/// <param name="ValueFromPipelineByPropertyName">Whether it takes a property of the pipeline's objects.</param>
/// <param name="ValueFromRemainingArguments">Whether it takes what no other parameter takes.</param>
public sealed record ParameterSetHelp(
    string Name,
    string Position,
    bool IsRequired,
    bool ValueFromPipeline,
    bool ValueFromPipelineByPropertyName,
    bool ValueFromRemainingArguments)
{
    /// <summary>The name of what holds in every set.</summary>
    public const string All = "(All)";
}
