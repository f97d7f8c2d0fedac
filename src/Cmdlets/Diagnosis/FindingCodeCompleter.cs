using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Diagnosis;

namespace NetPath.Cmdlets.Diagnosis;

/// <summary>Completes codes of findings.</summary>
public sealed class FindingCodeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Matching(wordToComplete, FindingCatalogue.All.Select(definition => new Candidate(definition.Code, $"{definition.Severity}: {definition.Meaning}")));
}
