using System.Management.Automation;

namespace NetPath.Cmdlets;

/// <summary>
/// Runs work that may take long beside the pipeline's thread. That thread alone may write to the terminal and must come back within a second
/// of Ctrl+C, even from a disk that does not answer; so it waits here, shows how the work comes along, and leaves when it is stopped.
/// </summary>
internal sealed class StoppableWork(Cmdlet cmdlet, int activityId, string activity)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private volatile string _status = "Starting";

    /// <summary>Does the work and gives its result. What the work throws is thrown here.</summary>
    /// <param name="work">Is given what to tell of what it is at, and may call it from its own thread; must not use the cmdlet.</param>
    /// <param name="cancellation">Ends the waiting at once. The work, if it does not look at it, ends by itself, and its result is dropped.</param>
    public T Run<T>(Func<Action<string>, T> work, CancellationToken cancellation)
    {
        using ProgressDisplay progress = new(cmdlet, activityId, activity);
        Task<T> task = Task.Factory.StartNew(() => work(status => _status = status), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // An error that comes after everybody left is nobody's.
        _ = task.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        while (Task.WaitAny([task], (int)Step.TotalMilliseconds, cancellation) < 0)
        {
            progress.Show(_status);
        }

        return task.GetAwaiter().GetResult();
    }
}
