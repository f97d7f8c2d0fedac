using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Makes a file or a folder.</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
public sealed class NewItemCommand : PSCmdlet
{
    /// <summary>Where.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary><c>File</c> or <c>Directory</c>.</summary>
    [Parameter]
    [Alias("Type")]
    public string ItemType { get; set; } = "File";

    /// <summary>A new file's content.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Value { get; set; }

    /// <summary>An existing folder is no error, an existing file is overwritten, missing folders above are made.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path.Where(path => ShouldProcess(path, $"Create {ItemType}")))
        {
            string fullPath = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            if (Force && System.IO.Path.GetDirectoryName(fullPath) is { } above)
            {
                System.IO.Directory.CreateDirectory(above);
            }

            bool again = Force && ItemType.Equals("Directory", StringComparison.OrdinalIgnoreCase) && System.IO.Directory.Exists(fullPath);
            WriteObject(
                again ? InvokeProvider.Item.Get(path) : InvokeProvider.Item.New([path], string.Empty, ItemType, Value, Force),
                enumerateCollection: true);
        }
    }
}
