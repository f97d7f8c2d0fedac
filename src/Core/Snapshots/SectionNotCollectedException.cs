namespace NetPath.Core.Snapshots;

/// <summary>The snapshot does not hold what a question needs, so that the question has no answer (which is not the answer "no").</summary>
public sealed class SectionNotCollectedException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="path">The part that is missing, such as <c>host/routing/route4.json</c>.</param>
    /// <param name="reason">Why, as the manifest tells it: the command that is missing or failed, or that the section was not asked for.</param>
    public SectionNotCollectedException(string path, string reason)
        : base($"The snapshot does not hold '{path}': {reason}")
    {
        Path = path;
        Reason = reason;
    }

    /// <summary>The part that is missing.</summary>
    public string Path { get; }

    /// <summary>Why it is missing.</summary>
    public string Reason { get; }
}
