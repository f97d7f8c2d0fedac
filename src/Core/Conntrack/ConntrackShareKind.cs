namespace NetPath.Core.Conntrack;

/// <summary>By what entries are counted together.</summary>
public enum ConntrackShareKind
{
    /// <summary>By who opened the connections: the address of the first packet's source.</summary>
    Client,

    /// <summary>By what was asked for: address, port and protocol of the first packet's destination; behind kube-proxy, a Service.</summary>
    Destination,

    /// <summary>By who answers: address, port and protocol of the reply's source; behind kube-proxy, a pod.</summary>
    Endpoint,
}
