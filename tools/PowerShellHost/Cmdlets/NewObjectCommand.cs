using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Makes an object of a .NET type.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    /// <summary>The type's name.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = string.Empty;

    /// <summary>The constructor's arguments.</summary>
    [Parameter(Position = 1)]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>Properties to set.</summary>
    [Parameter]
    public System.Collections.IDictionary? Property { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ScriptBlock make = ScriptBlock.Create(
            """
            param($TypeName, $ArgumentList, $Property)
            if ($TypeName -in 'PSObject', 'PSCustomObject' -and $Property) { return [pscustomobject]$Property }
            $made = ([type]$TypeName)::new.Invoke($ArgumentList)
            if ($Property) { foreach ($name in $Property.Keys) { $made.$name = $Property[$name] } }
            , (, $made) # One layer for each place that enumerates: a list that was made must arrive as one object.
            """);
        WriteObject(InvokeCommand.InvokeScript(useLocalScope: true, make, null, [TypeName, ArgumentList, Property!]), enumerateCollection: true);
    }
}
