using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives the item at a path.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = "Path")]
public sealed class GetItemCommand : PSCmdlet
{
    /// <summary>Paths; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Paths, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Hidden items too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            try
            {
                WriteObject(InvokeProvider.Item.Get([path], Force, literal), enumerateCollection: true);
            }
            catch (ItemNotFoundException exception)
            {
                WriteError(exception.ErrorRecord);
            }
        }
    }
}
