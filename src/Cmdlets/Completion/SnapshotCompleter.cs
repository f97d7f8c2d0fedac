using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>
/// Completes from the snapshot that the command line names with -Snapshot. It never reads the machine and never fails: no snapshot at hand,
/// no suggestions.
/// </summary>
public abstract class SnapshotCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        WildcardPattern pattern = WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase);
        try
        {
            return [.. SnapshotAtHand.Of(fakeBoundParameters)
                .SelectMany(Candidates)
                .Distinct()
                .Where(candidate => pattern.IsMatch(candidate))
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(Result)];
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // A completer that throws only makes the shell beep; the command itself will say what is wrong.
            return [];
        }
    }

    /// <summary>Everything that the parameter could be.</summary>
    protected abstract IEnumerable<string> Candidates(NodeSnapshot snapshot);

    private static CompletionResult Result(string text)
    {
        bool plain = text.All(character => char.IsLetterOrDigit(character) || character is '-' or '.' or '/' or ':' or '_');
        string typed = plain ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
        return new CompletionResult(typed, text, CompletionResultType.ParameterValue, text);
    }
}
