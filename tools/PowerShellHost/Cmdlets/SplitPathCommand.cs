using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives one part of a path.</summary>
[Cmdlet(VerbsCommon.Split, "Path", DefaultParameterSetName = "Parent")]
public sealed class SplitPathCommand : PSCmdlet
{
    /// <summary>The path.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The folder that holds it (the default).</summary>
    [Parameter(ParameterSetName = "Parent")]
    public SwitchParameter Parent { get; set; }

    /// <summary>The last part.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Leaf")]
    public SwitchParameter Leaf { get; set; }

    /// <summary>The last part without its extension.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LeafBase")]
    public SwitchParameter LeafBase { get; set; }

    /// <summary>The extension, with its dot.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Extension")]
    public SwitchParameter Extension { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            string leaf = SessionState.Path.ParseChildName(path);
            WriteObject(ParameterSetName switch
            {
                "Leaf" => leaf,
                "LeafBase" => System.IO.Path.GetFileNameWithoutExtension(leaf),
                "Extension" => System.IO.Path.GetExtension(leaf),
                _ => SessionState.Path.ParseParent(path, string.Empty),
            });
        }
    }
}
