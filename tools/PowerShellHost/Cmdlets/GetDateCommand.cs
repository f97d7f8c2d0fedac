using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Gives the time now, or another time, as an object or as text.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
[OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    /// <summary>Another time than now.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public DateTime? Date { get; set; }

    /// <summary>A .NET format.</summary>
    [Parameter]
    public string? Format { get; set; }

    /// <summary>As universal time.</summary>
    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DateTime time = Date ?? DateTime.Now;
        time = AsUTC ? time.ToUniversalTime() : time;
        WriteObject(Format is null ? time : time.ToString(Format));
    }
}
