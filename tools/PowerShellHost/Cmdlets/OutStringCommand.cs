using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives as text what the objects would look like on the terminal.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : Microsoft.PowerShell.Commands.Internal.Format.FrontEndCommandBase
{
    private readonly StringWriter _text = new();

    /// <summary>Columns; the terminal's when not given.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; }

    /// <summary>One string for each line.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

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
        string text = _text.ToString();
        if (!Stream)
        {
            WriteObject(text);
            return;
        }

        using StringReader lines = new(text);
        while (lines.ReadLine() is { } line)
        {
            WriteObject(line);
        }
    }
}
