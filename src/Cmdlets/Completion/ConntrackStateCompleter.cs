using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes the states that connection tracking has for TCP.</summary>
public sealed class ConntrackStateCompleter : IArgumentCompleter
{
    private static readonly Candidate[] States =
    [
        new("SYN_SENT", "The client asked, and nobody answered yet"),
        new("SYN_RECV", "The server answered"),
        new("ESTABLISHED", "Open"),
        new("FIN_WAIT", "One side is done"),
        new("CLOSE_WAIT", "The other side has acknowledged that"),
        new("LAST_ACK", "Both sides are done"),
        new("TIME_WAIT", "Over; the entry stays for late packets"),
        new("CLOSE", "Ended by a reset"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionText.Matching(wordToComplete, States);
}
