namespace NetPath.Linux.Netlink;

/// <summary>The kernel refused a request over netlink, or to enter a network namespace.</summary>
public sealed class NetlinkException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="asked">What was asked, as the beginning of a sentence: <c>nf_tables did not take the trace rule</c>.</param>
    /// <param name="error">The kernel's error number (errno).</param>
    internal NetlinkException(string asked, int error)
        : base($"{asked}: {SystemCalls.Words(error)} (errno {error}).") => ErrorNumber = error;

    /// <summary>The kernel's error number (errno); 1 is "operation not permitted".</summary>
    public int ErrorNumber { get; }
}
