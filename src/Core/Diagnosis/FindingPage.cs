using System.Text;

namespace NetPath.Core.Diagnosis;

/// <summary>Writes the help page of all codes, about_NetPath_Findings, from their definitions.</summary>
public static class FindingPage
{
    private static readonly (string Prefix, string Title)[] Families =
    [
        ("NP1", "Name resolution"),
        ("NP2", "Service rules"),
        ("NP3", "Routing on the node"),
        ("NP4", "Links"),
        ("NP5", "Overlay and MTU"),
        ("NP6", "Policy and filter"),
        ("NP7", "Connection tracking and NAT"),
        ("NP8", "The endpoint"),
        ("NP9", "The snapshot itself"),
    ];

    private const string Head = """
        # about_NetPath_Findings

        ## Short description

        The codes of NetPath's findings: what each means, what shows it, what the client sees, and what to do.

        ## Long description

        A finding names something that is wrong, or worth knowing, with the lines of the snapshot that prove it. **Findings** of a trace are those that touch its paths: the one that explains best why the client is not connected comes first, and is the trace's **Cause**. A code never changes its meaning.

        | severity | meaning |
        |---|---|
        | Error | it breaks connections now |
        | Warning | it slows connections, breaks some of them, or will break them |
        | Information | worth knowing; nothing is broken by it |

        A finding without evidence is not reported: what was not collected shows nothing, and NP9001 tells what is missing. Words in angle brackets stand for what a finding names. Get-NetPathFinding shows the same for a code:

        ```powershell
        Get-NetPathFinding NP2002
        ```

        """;

    /// <summary>The page as Markdown.</summary>
    public static string Render()
    {
        StringBuilder page = new(Head.ReplaceLineEndings("\n"));
        foreach ((string prefix, string title) in Families)
        {
            FindingDefinition[] codes = [.. FindingCatalogue.All.Where(definition => definition.Code.StartsWith(prefix, StringComparison.Ordinal))];
            if (codes.Length > 0)
            {
                page.Append('\n').Append("### ").Append(prefix).Append(": ").Append(title).Append('\n');
                foreach (FindingDefinition definition in codes)
                {
                    Append(page, definition);
                }
            }
        }

        return page.Append("\n## See also\n\n- Get-NetPathFinding\n- Trace-ServicePacket\n- about_NetPath\n").ToString();
    }

    private static void Append(StringBuilder page, FindingDefinition definition)
    {
        page.Append("\n#### ").Append(definition.Code).Append(" (").Append(definition.Severity).Append(")\n\n")
            .Append("**").Append(Text(definition.Meaning)).Append(".**\n\n")
            .Append("- Evidence: ").Append(Text(definition.EvidenceNeeded)).Append('\n')
            .Append("- Symptom: ").Append(Text(definition.Symptom)).Append('\n')
            .Append("- What to do: ").Append(Text(definition.Remedy)).Append('\n');
        foreach (string command in definition.Commands)
        {
            page.Append("- `").Append(command).Append("`\n");
        }
    }

    // Outside of code, an asterisk, an underscore and an angle bracket would be markup.
    private static string Text(string text) => text.Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "\\<", StringComparison.Ordinal);
}
