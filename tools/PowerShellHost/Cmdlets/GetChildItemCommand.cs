using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Lists what lies in a place.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
public sealed class GetChildItemCommand : PSCmdlet
{
    /// <summary>Places; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    public string[] Path { get; set; } = ["."];

    /// <summary>Places, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only names like this pattern.</summary>
    [Parameter(Position = 1)]
    public string Filter { get; set; } = "*";

    /// <summary>Folders within folders too.</summary>
    [Parameter]
    [Alias("s")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Hidden items too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Only files.</summary>
    [Parameter]
    public SwitchParameter File { get; set; }

    /// <summary>Only folders.</summary>
    [Parameter]
    public SwitchParameter Directory { get; set; }

    /// <summary>Only the names.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            try
            {
                foreach (PSObject item in InvokeProvider.ChildItem.Get([path], Recurse, Force, literal).Where(IsWanted))
                {
                    WriteObject(Name ? item.Properties["PSChildName"].Value : item);
                }
            }
            catch (ItemNotFoundException exception)
            {
                WriteError(exception.ErrorRecord);
            }
        }
    }

    private bool IsWanted(PSObject item)
    {
        bool isFolder = item.BaseObject is DirectoryInfo;
        string name = item.Properties["PSChildName"]?.Value as string ?? string.Empty;
        return (!File || item.BaseObject is FileInfo) && (!Directory || isFolder)
            && new WildcardPattern(Filter, WildcardOptions.IgnoreCase).IsMatch(name);
    }
}
