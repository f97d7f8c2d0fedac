namespace NetPath.Core.Services;

/// <summary>By which address a rule takes packets for a Service.</summary>
internal enum EntryKind
{
    ClusterIP,
    NodePort,
    ExternalIP,
    LoadBalancer,
}
