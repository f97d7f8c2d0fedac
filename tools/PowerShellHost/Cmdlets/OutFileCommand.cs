using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Writes to a file what the objects would look like on the terminal. UTF-8 without a byte-order mark.</summary>
[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true)]
public sealed class OutFileCommand : Microsoft.PowerShell.Commands.Internal.Format.FrontEndCommandBase
{
    private readonly StringWriter _text = new();

    /// <summary>Where to.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("Path", "LiteralPath", "PSPath")]
    public string FilePath { get; set; } = string.Empty;

    /// <summary>Adds to what the file holds.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Columns; the terminal's when not given.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; }

    /// <summary>An encoding; only UTF-8 is offered.</summary>
    [Parameter]
    [ValidateSet("utf8", "utf8NoBOM")]
    public string Encoding { get; set; } = "utf8NoBOM";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        EngineFormatting.Attach(this, _text, Width > 0 ? Width : ConsoleRawUserInterface.Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        string file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(FilePath);
        if (!ShouldProcess(file, "Output to File"))
        {
            return;
        }

        if (Append)
        {
            File.AppendAllText(file, _text.ToString());
        }
        else
        {
            File.WriteAllText(file, _text.ToString());
        }
    }
}
