using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Reports how far a long activity has come.</summary>
[Cmdlet(VerbsCommunications.Write, "Progress")]
public sealed class WriteProgressCommand : PSCmdlet
{
    /// <summary>What is being done.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Activity { get; set; } = string.Empty;

    /// <summary>Where it stands.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Status { get; set; } = "Processing";

    /// <summary>Tells activities apart.</summary>
    [Parameter(Position = 2)]
    public int Id { get; set; }

    /// <summary>From 0 to 100; -1 when unknown.</summary>
    [Parameter]
    public int PercentComplete { get; set; } = -1;

    /// <summary>What is being done at this moment.</summary>
    [Parameter]
    public string CurrentOperation { get; set; } = string.Empty;

    /// <summary>The activity has ended.</summary>
    [Parameter]
    public SwitchParameter Completed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteProgress(new ProgressRecord(Id, Activity, Status)
    {
        PercentComplete = PercentComplete,
        CurrentOperation = CurrentOperation,
        RecordType = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}
