using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Copies files and folders.</summary>
[Cmdlet(VerbsCommon.Copy, "Item", SupportsShouldProcess = true)]
public sealed class CopyItemCommand : PSCmdlet
{
    /// <summary>What to copy; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Where to.</summary>
    [Parameter(Position = 1)]
    public string Destination { get; set; } = ".";

    /// <summary>What folders hold, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Overwrites read-only files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path.Where(path => ShouldProcess($"Item: {path} Destination: {Destination}", "Copy")))
        {
            CopyContainers depth = CopyContainers.CopyTargetContainer;
            InvokeProvider.Item.Copy([path], Destination, Recurse, depth, Force, literalPath: false);
        }
    }
}
