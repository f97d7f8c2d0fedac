namespace NetPath.Core.Kubernetes;

/// <summary>A file or answer that should hold API objects does not, or holds a part of a list only.</summary>
public sealed class ObjectListException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="source">Where it was read from.</param>
    /// <param name="problem">What is wrong, as a clause that follows the source: "is not whole JSON".</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public ObjectListException(string source, string problem, Exception? cause = null)
        : base($"'{source}' {problem}.", cause)
    {
        SourceName = source;
        Problem = problem;
    }

    /// <summary>Where it was read from.</summary>
    public string SourceName { get; }

    /// <summary>What is wrong, as a clause that follows the source.</summary>
    public string Problem { get; }
}
