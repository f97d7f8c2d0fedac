using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Turns paths, with wildcards or not, into full paths that exist.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class ResolvePathCommand : PSCmdlet
{
    /// <summary>Paths; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Paths, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            try
            {
                string pattern = literal ? WildcardPattern.Escape(path) : path;
                WriteObject(SessionState.Path.GetResolvedPSPathFromPSPath(pattern), enumerateCollection: true);
            }
            catch (ItemNotFoundException exception)
            {
                WriteError(exception.ErrorRecord);
            }
        }
    }
}
