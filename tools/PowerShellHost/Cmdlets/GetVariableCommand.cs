using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives variables by name.</summary>
[Cmdlet(VerbsCommon.Get, "Variable")]
[OutputType(typeof(PSVariable))]
public sealed class GetVariableCommand : PSCmdlet
{
    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only the values.</summary>
    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            List<PSVariable> found = [.. Find(name)];
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                ItemNotFoundException exception = new($"Cannot find a variable with the name '{name}'.");
                WriteError(new ErrorRecord(exception, "VariableNotFound", ErrorCategory.ObjectNotFound, name));
            }

            foreach (PSVariable variable in found)
            {
                WriteObject(ValueOnly ? variable.Value : variable);
            }
        }
    }

    private IEnumerable<PSVariable> Find(string name)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            return InvokeProvider.Item.Get($"variable:{name}").Select(item => (PSVariable)item.BaseObject);
        }

        return SessionState.PSVariable.Get(name) is { } variable ? [variable] : [];
    }
}
