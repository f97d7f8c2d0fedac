namespace NetPath.Core.Kubernetes;

/// <summary>Why the API server gave no answer, or none that can be used.</summary>
public enum ApiFailure
{
    /// <summary>No kubeconfig was found, or it does not say how to reach a cluster.</summary>
    Configuration,

    /// <summary>No connection: the name is unknown, nobody listens, or the network is down.</summary>
    Unreachable,

    /// <summary>The server's certificate is not one that the kubeconfig trusts.</summary>
    Certificate,

    /// <summary>The server does not know who asks (401).</summary>
    Unauthorized,

    /// <summary>The server knows who asks, and does not allow it (403).</summary>
    Forbidden,

    /// <summary>There is no such object or API (404).</summary>
    NotFound,

    /// <summary>The server asked to come back later, too often (429, 503).</summary>
    Busy,

    /// <summary>The list changed so fast that its pages expired again and again (410).</summary>
    Expired,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The answer broke off, or is not what was asked for.</summary>
    BrokenAnswer,

    /// <summary>Any other answer that is no success.</summary>
    Refused,
}
