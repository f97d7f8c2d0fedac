namespace NetPath.Core.Sockets;

/// <summary>Whether a socket takes a packet.</summary>
public enum SocketVerdict
{
    /// <summary>The lists that would tell were not collected, or do not say enough.</summary>
    Unknown,

    /// <summary>A socket takes it.</summary>
    Listening,

    /// <summary>No socket takes it: TCP answers with a reset, UDP with "port unreachable".</summary>
    NotListening,
}
