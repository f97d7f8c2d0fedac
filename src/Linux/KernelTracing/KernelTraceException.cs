namespace NetPath.Linux.KernelTracing;

/// <summary>The kernel's trace cannot be read here.</summary>
public sealed class KernelTraceException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What happened and what to try, as sentences.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public KernelTraceException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
