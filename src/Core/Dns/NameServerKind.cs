namespace NetPath.Core.Dns;

/// <summary>What stands at the address of a name server.</summary>
public enum NameServerKind
{
    /// <summary>Nothing that the snapshot knows: a server elsewhere.</summary>
    Outside,

    /// <summary>The virtual IP of a Service with port 53: the cluster's DNS.</summary>
    Service,

    /// <summary>NodeLocal DNSCache: an address of the node, with rules that keep its traffic from connection tracking.</summary>
    NodeLocalCache,

    /// <summary>Another address of the node: a server on the node itself, which need not know the cluster's names.</summary>
    Node,

    /// <summary>An address of a pod of the node.</summary>
    Pod,
}
