using NetPath.Core.Packets;

namespace NetPath.Cmdlets.Services;

/// <summary>
/// The protocols that a Service port can have, as values of <c>-Protocol</c>: an enumeration of just these, so that PowerShell's own completion
/// and error name no others.
/// </summary>
public enum ServiceProtocol
{
    /// <summary>Transmission Control Protocol.</summary>
    Tcp = Protocol.Tcp,

    /// <summary>User Datagram Protocol.</summary>
    Udp = Protocol.Udp,

    /// <summary>Stream Control Transmission Protocol.</summary>
    Sctp = Protocol.Sctp,
}
