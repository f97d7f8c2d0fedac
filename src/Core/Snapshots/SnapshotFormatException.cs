namespace NetPath.Core.Snapshots;

/// <summary>What was given is no snapshot, or one that cannot be interpreted or must not be unpacked.</summary>
public sealed class SnapshotFormatException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="source">Where it was read from.</param>
    /// <param name="problem">What is wrong, as a clause that follows the source: "holds no manifest.json".</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public SnapshotFormatException(string source, string problem, Exception? cause = null)
        : base($"'{source}' cannot be read as a snapshot: it {problem}.", cause)
    {
        SourceName = source;
        Problem = problem;
    }

    /// <summary>Where it was read from.</summary>
    public string SourceName { get; }

    /// <summary>What is wrong, as a clause that follows the source.</summary>
    public string Problem { get; }

    /// <summary>True when nothing is wrong with it but that a newer version of NetPath made it.</summary>
    public bool IsNewer { get; init; }
}
