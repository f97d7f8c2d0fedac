namespace NetPath.Core.Services;

/// <summary>What kube-proxy's rules do with connections to a Service's cluster IP on this node.</summary>
public enum ServiceState
{
    /// <summary>They go to endpoints.</summary>
    HasEndpoints,

    /// <summary>They are rejected, since the Service has no endpoints: the client sees "connection refused".</summary>
    NoEndpoints,

    /// <summary>They are dropped, since no endpoint is on this node and the traffic policy is Local: the client times out.</summary>
    NoLocalEndpoints,

    /// <summary>The rules neither translate nor reject them, or they lead nowhere.</summary>
    Broken,
}
