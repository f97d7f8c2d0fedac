namespace NetPath.Linux.Verification;

/// <summary>The kernel cannot be asked about a trace here.</summary>
public sealed class VerificationException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What happened and what to try, as sentences.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public VerificationException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
