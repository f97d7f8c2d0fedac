using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Writes a non-terminating error.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "NoException")]
public sealed class WriteErrorCommand : PSCmdlet
{
    /// <summary>What happened.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "NoException", ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "WithException")]
    [AllowNull]
    [AllowEmptyString]
    [Alias("Msg")]
    public string? Message { get; set; }

    /// <summary>The exception behind the error.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "WithException")]
    public Exception? Exception { get; set; }

    /// <summary>An error record to write again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>The error's category.</summary>
    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    /// <summary>The error's stable name.</summary>
    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public string ErrorId { get; set; } = string.Empty;

    /// <summary>The object that the error is about.</summary>
    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public object? TargetObject { get; set; }

    /// <summary>What to do about it.</summary>
    [Parameter]
    public string RecommendedAction { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ErrorRecord error = ErrorRecord is not null ? new ErrorRecord(ErrorRecord, null) : NewRecord();
        if (RecommendedAction.Length > 0)
        {
            error.ErrorDetails ??= new ErrorDetails(error.Exception.Message);
            error.ErrorDetails.RecommendedAction = RecommendedAction;
        }

        WriteError(error);
    }

    private ErrorRecord NewRecord()
    {
        Exception exception = Exception ?? new Microsoft.PowerShell.Commands.WriteErrorException(Message);
        string id = ErrorId.Length > 0 ? ErrorId : exception.GetType().FullName!;
        ErrorRecord error = new(exception, id, Category, TargetObject);
        error.CategoryInfo.Activity = "Write-Error";
        if (Exception is not null && !string.IsNullOrEmpty(Message))
        {
            error.ErrorDetails = new ErrorDetails(Message);
        }

        return error;
    }
}
