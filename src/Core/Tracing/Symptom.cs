namespace NetPath.Core.Tracing;

/// <summary>What the client sees.</summary>
public enum Symptom
{
    /// <summary>The snapshot does not tell.</summary>
    Unknown,

    /// <summary>The connection opens (TCP), or the datagram reaches a socket and an answer can come back (UDP).</summary>
    Connected,

    /// <summary>"Connection refused" (ECONNREFUSED).</summary>
    ConnectionRefused,

    /// <summary>Nothing comes back, and the client gives up after a while (ETIMEDOUT).</summary>
    TimedOut,

    /// <summary>
    /// "No route to host" (EHOSTUNREACH). At once where a route or a rule says so; after about three seconds where a neighbour does not answer, since
    /// the kernel asks three times (mcast_solicit and retrans_time_ms of the interface).
    /// </summary>
    NoRouteToHost,

    /// <summary>"Network is unreachable" (ENETUNREACH).</summary>
    NetworkUnreachable,

    /// <summary>"Permission denied" (EACCES).</summary>
    PermissionDenied,

    /// <summary>"Invalid argument" (EINVAL), at once.</summary>
    InvalidArgument,

    /// <summary>"Operation not permitted" (EPERM), at once: a rule dropped the packet on its way out of the sender.</summary>
    OperationNotPermitted,

    /// <summary>"Protocol not available" (ENOPROTOOPT), at once: a rule answers as if the machine did not speak the protocol.</summary>
    ProtocolNotAvailable,

    /// <summary>
    /// The name has no address, so that no connection is tried: "Name or service not known" (EAI_NONAME), or "Temporary failure in name resolution" (EAI_AGAIN)
    /// after waiting for servers that do not answer.
    /// </summary>
    NameNotResolved,

    /// <summary>Only for a whole trace: its outcomes look different to the client.</summary>
    Mixed,
}
