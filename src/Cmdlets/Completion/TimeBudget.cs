using System.Diagnostics;

namespace NetPath.Cmdlets.Completion;

/// <summary>
/// Runs work for completion beside the prompt. Who presses Tab waits 200 ms at most; what takes longer goes on, so that the next Tab
/// finds it done, and is given up after ten seconds.
/// </summary>
internal sealed class TimeBudget
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(180);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <summary>What the work gives; nothing when it is not done in time or fails.</summary>
    public IReadOnlyList<Candidate> Run(Func<CancellationToken, IEnumerable<Candidate>> work)
    {
        // Disposed of by nobody: the work may outlive this call, and the timer ends with it.
        CancellationTokenSource limit = new(Limit);
        Task<Candidate[]> task = Task.Run(() => work(limit.Token).ToArray(), limit.Token);
        TimeSpan left = Patience - _since.Elapsed;
        try
        {
            return left > TimeSpan.Zero && task.Wait(left) ? task.Result : [];
        }
        catch (AggregateException)
        {
            // A completer that throws only makes the shell beep; the command itself will say what is wrong.
            return [];
        }
        finally
        {
            // An error that comes later is nobody's.
            _ = task.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
