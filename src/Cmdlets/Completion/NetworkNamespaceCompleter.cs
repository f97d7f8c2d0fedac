using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes the names that ip-netns gives network namespaces of this machine.</summary>
public sealed class NetworkNamespaceCompleter : IArgumentCompleter
{
    private const string Folder = "/run/netns";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        TimeBudget budget = new();
        return CompletionText.Matching(wordToComplete, budget.Run(_ => Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder).Select(file => new Candidate(Path.GetFileName(file), file))
            : []));
    }
}
