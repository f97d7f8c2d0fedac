using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NetPath.PowerShellHost;

/// <summary>Asks the engine how the word at the cursor could go on.</summary>
internal sealed class TabCompletion(Runspace runspace)
{
    /// <summary>The candidates, and the part of the line that each of them would replace.</summary>
    public (IReadOnlyList<string> Candidates, int Start, int Length) At(string line, int cursor)
    {
        using PowerShell engine = PowerShell.Create(runspace);
        CommandCompletion completion = CommandCompletion.CompleteInput(line, cursor, null, engine);
        List<string> candidates = [.. completion.CompletionMatches.Select(match => match.CompletionText)];
        return (candidates, completion.ReplacementIndex, completion.ReplacementLength);
    }
}
