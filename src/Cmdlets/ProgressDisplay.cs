using System.Diagnostics;
using System.Management.Automation;

namespace NetPath.Cmdlets;

/// <summary>
/// Shows how work comes along, once it takes longer than a moment: what is quick leaves no trace on the terminal. To be used on the
/// pipeline's own thread, which alone may write.
/// </summary>
internal sealed class ProgressDisplay(Cmdlet cmdlet, int id, string activity) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private bool _shown;

    /// <summary>Shows what is worked on, unless something was shown just now.</summary>
    /// <param name="status">What is worked on.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="all">How many there are; 0 when that is not known.</param>
    public void Show(string status, int done = 0, int all = 0)
    {
        if (_sinceShown.Elapsed < Pause || cmdlet.Stopping)
        {
            return;
        }

        _sinceShown.Restart();
        _shown = true;
        cmdlet.WriteProgress(new ProgressRecord(id, activity, status) { PercentComplete = all > 0 ? (int)(100L * Math.Min(done, all) / all) : -1 });
    }

    /// <summary>Takes the display away.</summary>
    public void Dispose()
    {
        if (_shown && !cmdlet.Stopping)
        {
            cmdlet.WriteProgress(new ProgressRecord(id, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
