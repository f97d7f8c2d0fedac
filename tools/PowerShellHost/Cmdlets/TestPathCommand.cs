using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Tells whether a path exists.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PSCmdlet
{
    /// <summary>Paths; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[] Path { get; set; } = [];

    /// <summary>Paths, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string?[] LiteralPath { get; set; } = [];

    /// <summary>What must be there: <c>Any</c>, <c>Container</c> or <c>Leaf</c>.</summary>
    [Parameter]
    [ValidateSet("Any", "Container", "Leaf")]
    public string PathType { get; set; } = "Any";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string? path in literal ? LiteralPath : Path)
        {
            WriteObject(!string.IsNullOrWhiteSpace(path) && Exists(path, literal));
        }
    }

    private bool Exists(string path, bool literal) =>
        InvokeProvider.Item.Exists(path, force: false, literal)
        && (PathType == "Any" || InvokeProvider.Item.IsContainer(path) == (PathType == "Container"));
}
