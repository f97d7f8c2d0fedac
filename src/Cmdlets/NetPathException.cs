using System.Management.Automation;

namespace NetPath.Cmdlets;

/// <summary>What an error record of NetPath carries: a message for the user, and the error underneath as inner exception.</summary>
public sealed class NetPathException : Exception
{
    /// <summary>Makes the error.</summary>
    public NetPathException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The record to report it by, when it is thrown from inside a cmdlet's work.</summary>
    internal ErrorRecord? Record { get; init; }
}
