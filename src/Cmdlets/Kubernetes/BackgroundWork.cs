using System.Management.Automation;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>
/// Runs work that waits for a network while the pipeline's own thread, which alone may write, shows how it comes along.
/// </summary>
internal sealed class BackgroundWork(Cmdlet cmdlet, int activityId, string activity)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // PowerShell takes no empty one.
    private volatile string _status = "connecting";

    /// <summary>Runs the work to its end, or until it is cancelled; its own error comes out as it was thrown.</summary>
    /// <param name="work">Gets a place to say how it comes along, from any thread.</param>
    /// <param name="cancellation">Ends it.</param>
    public T Run<T>(Func<Action<string>, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using ProgressDisplay progress = new(cmdlet, activityId, activity);
        Task<T> task = Task.Run(() => work(status => _status = status, cancellation), cancellation);
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Look))
        {
            progress.Show(_status);
        }

        return task.GetAwaiter().GetResult();
    }
}
