using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Writes a text file, replacing what it held. UTF-8 without a byte-order mark.</summary>
[Cmdlet(VerbsCommon.Set, "Content", SupportsShouldProcess = true)]
public sealed class SetContentCommand : PSCmdlet
{
    private readonly List<string> _lines = [];

    /// <summary>Where to.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>What; each object is a line.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[] Value { get; set; } = [];

    /// <summary>No line end after each object.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _lines.AddRange((Value ?? []).Select(LanguagePrimitives.ConvertTo<string>));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        if (ShouldProcess(file, "Set Content"))
        {
            string lineEnd = NoNewline ? string.Empty : Environment.NewLine;
            File.WriteAllText(file, string.Concat(_lines.Select(line => line + lineEnd)));
        }
    }
}
