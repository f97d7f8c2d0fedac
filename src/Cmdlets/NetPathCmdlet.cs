using System.Management.Automation;

namespace NetPath.Cmdlets;

/// <summary>
/// Base of all cmdlets: owns cancellation and turns what Core throws into error records. A derived cmdlet implements
/// <see cref="Process"/>, and begins or ends with <see cref="Begin"/> and <see cref="End"/> where it must.
/// </summary>
public abstract class NetPathCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    protected CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Works on one input object. A foreseen error ends the work on this object only.</summary>
    protected abstract void Process();

    /// <summary>Runs before the first object.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Runs after the last object.</summary>
    protected virtual void End()
    {
    }

    /// <summary>What error records that come out of <see cref="Process"/> name as their target: the object that was worked on.</summary>
    protected virtual object? CurrentTarget => null;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _cancellation.Cancel();

    /// <summary>
    /// Tells what is done, to those who ask with -Verbose or -Debug. With -Debug alone PowerShell stops at each verbose text and asks whether to go on
    /// (MshCommandRuntime.VerbosePreference), so that it goes where -Debug's own texts go.
    /// </summary>
    public new void WriteVerbose(string text)
    {
        if (IsAsked("Debug") && !MyInvocation.BoundParameters.ContainsKey("Verbose"))
        {
            WriteDebug(text);
            return;
        }

        base.WriteVerbose(text);
    }

    private bool IsAsked(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is SwitchParameter { IsPresent: true };

    /// <summary>PowerShell calls this when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancellation.Dispose();
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (Errors.TryFrom(error, CurrentTarget) is ErrorRecord record)
        {
            WriteError(record);
        }
    }
}
