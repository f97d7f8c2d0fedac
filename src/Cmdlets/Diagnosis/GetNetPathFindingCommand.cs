using System.Management.Automation;
using NetPath.Core.Diagnosis;

namespace NetPath.Cmdlets.Diagnosis;

/// <summary>
/// <para type="synopsis">Explains the codes of findings: what each means, what shows it, what the client sees, and what to do.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NetPathFinding")]
[OutputType(typeof(FindingDefinition))]
public sealed class GetNetPathFindingCommand : NetPathCmdlet
{
    private readonly HashSet<string> _written = [];

    /// <summary>
    /// <para type="description">Codes such as NP2002. Findings of a trace name theirs. All without it.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FindingCodeCompleter))]
    public string[] Code { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override object? CurrentTarget => string.Join(", ", Code);

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string pattern in Code)
        {
            WildcardPattern wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            FindingDefinition[] found = [.. FindingCatalogue.All.Where(definition => wildcard.IsMatch(definition.Code))];
            if (found.Length == 0)
            {
                WriteError(FindingErrors.CodeNotFound(pattern));
            }

            // Many findings of a pipeline have one code.
            foreach (FindingDefinition definition in found.Where(definition => _written.Add(definition.Code)))
            {
                WriteObject(WildcardPattern.ContainsWildcardCharacters(pattern) ? Row(definition) : definition);
            }
        }
    }

    // A list of codes is shown as a table. The type name is kept for the object that it was given to, hence the copy.
    private static PSObject Row(FindingDefinition definition)
    {
        PSObject row = new(definition with { });
        row.TypeNames.Insert(0, $"{typeof(FindingDefinition).FullName}#Row");
        return row;
    }
}
