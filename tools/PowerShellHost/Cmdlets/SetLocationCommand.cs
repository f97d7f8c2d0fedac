using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Changes the current location.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class SetLocationCommand : PSCmdlet
{
    /// <summary>Where to; home when nothing is given.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "~";

    /// <summary>Where to, taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>Writes the new location.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PathInfo location = ParameterSetName == "LiteralPath"
            ? SessionState.Path.SetLocation(WildcardPattern.Escape(LiteralPath))
            : SessionState.Path.SetLocation(Path);
        if (PassThru)
        {
            WriteObject(location);
        }
    }
}
