namespace NetPath.Kubernetes.Access;

/// <summary>When to ask a busy server again. It is asked six times at most, and not for longer than half a minute.</summary>
internal sealed class RetrySchedule
{
    private const int MostTries = 6;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    private int _tries = 1;
    private TimeSpan _waited;

    /// <summary>How long to wait before the next try; null to give up.</summary>
    /// <param name="asked">What the server asks for. Without it the pauses double, from a quarter of a second.</param>
    public TimeSpan? Next(TimeSpan? asked)
    {
        TimeSpan pause = asked ?? TimeSpan.FromMilliseconds(250 * Math.Pow(2, _tries - 1));
        _waited += pause;
        return _tries++ < MostTries && _waited <= MostTime ? pause : null;
    }
}
