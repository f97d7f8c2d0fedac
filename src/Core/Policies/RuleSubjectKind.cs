namespace NetPath.Core.Policies;

/// <summary>What a chain can stand for.</summary>
public enum RuleSubjectKind
{
    /// <summary>A NetworkPolicy of Kubernetes (networking.k8s.io).</summary>
    NetworkPolicy,

    /// <summary>A cluster-wide policy of Kubernetes (policy.networking.k8s.io): AdminNetworkPolicy and its successors.</summary>
    ClusterNetworkPolicy,

    /// <summary>A NetworkPolicy of Calico (projectcalico.org).</summary>
    CalicoNetworkPolicy,

    /// <summary>A GlobalNetworkPolicy of Calico.</summary>
    GlobalNetworkPolicy,

    /// <summary>A policy of which the rules tell no more than that it is one: its name is hashed.</summary>
    Policy,

    /// <summary>A profile of Calico: what holds for a pod's namespace (kns.NAMESPACE) or service account (ksa.NAMESPACE.NAME) where no policy selects the pod.</summary>
    Profile,

    /// <summary>All that is asked for one pod.</summary>
    Pod,

    /// <summary>All that is asked for one of the node's own interfaces (Calico's HostEndpoint).</summary>
    HostEndpoint,

    /// <summary>A Service, as namespace and name, with its port when that has a name.</summary>
    Service,
}
