using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Reads text files.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class GetContentCommand : PSCmdlet
{
    /// <summary>Paths; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Paths, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Each file as one text.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Only so many lines from the start.</summary>
    [Parameter]
    [Alias("First", "Head")]
    public long TotalCount { get; set; } = -1;

    /// <summary>Only so many lines at the end.</summary>
    [Parameter]
    [Alias("Last")]
    public int Tail { get; set; } = -1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath.Select(WildcardPattern.Escape) : Path)
        {
            try
            {
                foreach (string file in SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
                {
                    Read(file);
                }
            }
            catch (ItemNotFoundException exception)
            {
                WriteError(exception.ErrorRecord);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(exception, "GetContentReaderIOError", ErrorCategory.ReadError, path));
            }
        }
    }

    private void Read(string file)
    {
        if (Raw)
        {
            WriteObject(File.ReadAllText(file));
            return;
        }

        IEnumerable<string> lines = File.ReadLines(file);
        lines = TotalCount >= 0 ? lines.Take((int)Math.Min(TotalCount, int.MaxValue)) : lines;
        foreach (string line in Tail >= 0 ? lines.TakeLast(Tail) : lines)
        {
            WriteObject(line);
        }
    }
}
