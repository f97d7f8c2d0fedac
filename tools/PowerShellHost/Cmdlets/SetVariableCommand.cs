using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives a variable a value.</summary>
[Cmdlet(VerbsCommon.Set, "Variable")]
public sealed class SetVariableCommand : PSCmdlet
{
    /// <summary>The variable's name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = string.Empty;

    /// <summary>Its new value.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    /// <summary><c>Global</c>, <c>Script</c> or <c>Local</c>.</summary>
    [Parameter]
    [ValidateSet("Global", "Script", "Local")]
    public string Scope { get; set; } = "Local";

    /// <inheritdoc/>
    protected override void ProcessRecord() => SessionState.PSVariable.Set($"{Scope}:{Name}", Value);
}
