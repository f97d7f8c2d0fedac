using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Asks for one line of text.</summary>
[Cmdlet(VerbsCommunications.Read, "Host")]
public sealed class ReadHostCommand : PSCmdlet
{
    /// <summary>The question; a colon is added.</summary>
    [Parameter(Position = 0)]
    public object? Prompt { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Prompt is not null)
        {
            Host.UI.Write(LanguagePrimitives.ConvertTo<string>(Prompt) + ": ");
        }

        WriteObject(Host.UI.ReadLine());
    }
}
