namespace NetPath.Core.Kubernetes;

/// <summary>What the API says of an endpoint that kube-proxy's rules hold, or should hold.</summary>
public enum EndpointCondition
{
    /// <summary>It is ready.</summary>
    Ready,

    /// <summary>Its pod is ending and still answers; kube-proxy uses it only when no endpoint is ready.</summary>
    Serving,

    /// <summary>Its pod is ending and does not answer any more.</summary>
    Terminating,

    /// <summary>Its pod runs, and is not ready.</summary>
    NotReady,

    /// <summary>The rules hold it, and the API has no such endpoint: the pod is gone, or the rules are old.</summary>
    Stale,
}
