using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetPath.Cmdlets.Completion;

/// <summary>Makes completions of candidates: those that fit what was typed, in order, quoted where PowerShell needs it.</summary>
internal static class CompletionText
{
    /// <summary>The candidates that begin with the word, which may hold wildcards.</summary>
    public static IReadOnlyList<CompletionResult> Matching(string? word, IEnumerable<Candidate> candidates)
    {
        WildcardPattern pattern = WildcardPattern.Get((word ?? "").Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return [.. candidates
            .Where(candidate => candidate.Text.Length > 0 && pattern.IsMatch(candidate.Text))
            .DistinctBy(candidate => candidate.Text)
            .OrderBy(candidate => candidate.Text, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new CompletionResult(Typed(candidate.Text), candidate.Text, CompletionResultType.ParameterValue, candidate.About.Length > 0 ? candidate.About : candidate.Text))];
    }

    /// <summary>Text as it can be typed.</summary>
    public static string Typed(string text)
    {
        bool plain = text.All(character => char.IsLetterOrDigit(character) || character is '-' or '.' or '/' or ':' or '_' or '~' or '\\');
        return plain ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
    }
}
