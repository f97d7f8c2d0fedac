using NetPath.Core.Kubernetes;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check of one Service port sees on one node.</summary>
/// <param name="Snapshot">The node.</param>
/// <param name="Rules">The rules that lead to the Service's chains. Cheap.</param>
internal sealed record ServiceContext(NodeSnapshot Snapshot, ServiceRules Rules)
{
    private KubeServiceChain? _service;

    /// <summary>True when the snapshot holds the API's Services and EndpointSlices of the Service's namespace, so that something can be missing or stale.</summary>
    public bool HasObjects => Rules.Name is ServicePortName name
        && Snapshot.GetKubernetesObjects() is KubernetesObjects objects
        && objects.Has(KubernetesResource.Services, name.Namespace)
        && objects.Has(KubernetesResource.EndpointSlices, name.Namespace);

    /// <summary>The Service as its chains say, with what the API's objects say of it and of its endpoints. Reads all of its rules.</summary>
    public KubeServiceChain Service => _service ??= DesiredState.Compare(ServiceChainReader.Read(Rules), Snapshot);
}
