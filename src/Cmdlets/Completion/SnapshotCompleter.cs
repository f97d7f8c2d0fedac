using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>
/// Completes from the snapshot that the command line names: with -Snapshot, or further up its pipeline. It never reads the machine, never
/// keeps anybody waiting and never fails: no snapshot at hand, no suggestions.
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
        try
        {
            TimeBudget budget = new();
            CommandLine line = new(commandAst, fakeBoundParameters);
            object[] sources = [.. line.Sources().Select(source => source is string path ? line.FullPath(path) : source).OfType<object>()];
            return CompletionText.Matching(wordToComplete, budget.Run(cancellation => SnapshotAtHand.Of(sources, cancellation).SelectMany(snapshot => Candidates(snapshot, fakeBoundParameters))));
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // A completer that throws only makes the shell beep; the command itself will say what is wrong.
            return [];
        }
    }

    /// <summary>Everything that the parameter could be.</summary>
    /// <param name="snapshot">Where from.</param>
    /// <param name="boundParameters">What the command line gives other parameters.</param>
    protected abstract IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters);
}
