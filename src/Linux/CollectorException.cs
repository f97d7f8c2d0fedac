namespace NetPath.Linux;

/// <summary>This machine could not be read.</summary>
public sealed class CollectorException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What happened and what to try, as sentences.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public CollectorException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
