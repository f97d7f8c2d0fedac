using NetPath.Core.Dns;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1008: the servers answer, and have no such name.</summary>
internal static class NameUnknown
{
    private const int Few = 5;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1008",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The name is not a Service, an endpoint's host name or an external name of the cluster",
        EvidenceNeeded = "The client's search list, and the Services that the snapshot knows",
        Symptom = "Name not resolved, at once: \"Name or service not known\"",
        Remedy = "Check how the name is written and in which namespace the Service is: from another namespace it is <service>.<namespace>. A headless Service has an address only while an endpoint is ready.",
        Commands = ["kubectl get services --all-namespaces", "kubectl --namespace <namespace> get endpointslices"],
        Explains = [Disposition.NameNotResolved],
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (NameFacts.HopOf(context) is not NameHop { Resolution: ServiceNameResolution { Verdict: nameof(NameVerdict.NotFound) } resolution } hop)
        {
            yield break;
        }

        KubernetesList? list = context.Snapshot.GetKubernetesObjects().GetLists().FirstOrDefault(one => one.Resource == KubernetesResource.Services);
        Evidence[] services = list is null ? [] : [new Evidence(KubernetesResource.Services.SnapshotPath, 0, $"{list.Count} Services, none of which has this name")];
        Evidence[] told = [.. resolution.Queries.SelectMany(query => query.Evidence).Distinct()];
        string tried = string.Join(", ", resolution.Queries.Select(query => query.Name).Distinct().Take(Few));
        yield return new Observation($"{resolution.Reason} (tried: {tried})", [.. told.Length > 0 ? told : services, .. resolution.Evidence]) { Hop = hop, Subject = resolution.Name };
    }
}
