using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>
/// What the cluster's DNS answers, told from what a snapshot knows of the cluster: Kubernetes DNS-Based Service Discovery, version 1.1.0
/// (github.com/kubernetes/dns, docs/specification.md), and CoreDNS where that leaves a choice.
/// </summary>
internal sealed class ClusterRecords(NodeSnapshot snapshot, string zone)
{
    private readonly RuleRecords _rules = new(snapshot);
    private readonly ObjectRecords _objects = new(snapshot.GetKubernetesObjects(), zone);
    private readonly Lazy<HashSet<string>> _namespaces = new(() => [.. NamespacesOf(snapshot)]);

    /// <summary>The cluster's zone, such as cluster.local.</summary>
    public string Zone => zone;

    /// <summary>The answer to a question.</summary>
    public NameReply Answer(string name, DnsRecordType type)
    {
        if (!ClusterName.TryParse(name, zone, out ClusterName? parsed))
        {
            return IsOfNoDomain(name)
                ? Reply(NameAnswer.NotFound, $"the name is not of the cluster's zone {zone}, and '{name.Split('.')[^1]}' is no domain outside")
                : Reply(NameAnswer.Unknown, $"it is a name outside of the cluster's zone {zone}: the cluster's DNS asks other servers for it, and no snapshot holds what they answer");
        }

        return parsed switch
        {
            { IsImpossible: true } => Reply(NameAnswer.NotFound, $"no name of the zone {zone} is made so"),
            { IsComplete: false, Namespace: { Length: > 0 } space } when !_namespaces.Value.Contains(space) => Reply(NameAnswer.NotFound, $"no Service or pod that the snapshot knows is in a namespace {space}"),
            { IsComplete: false } => Reply(NameAnswer.NoData, $"that is a domain of the zone {zone} and has no address"),
            { IsService: false } => OfPod(parsed, name, type),
            _ => OfService(parsed, name, type),
        };
    }

    // Domains of the Internet have no dash but in "xn--", and none is called like these. Of a single part, the root has no addresses to speak of.
    private static bool IsOfNoDomain(string name)
    {
        string[] labels = name.ToLowerInvariant().Split('.');
        string last = labels[^1];
        return labels.Length == 1 || last is "default" or "svc" or "local" or "cluster" || (last.Contains('-', StringComparison.Ordinal) && !last.StartsWith("xn--", StringComparison.Ordinal));
    }

    private static IEnumerable<string> NamespacesOf(NodeSnapshot snapshot) => RuleRecords.NamesOf(snapshot).Select(name => name.Namespace)
        .Concat(snapshot.GetKubernetesObjects().Services.Select(service => service.Namespace))
        .Concat(snapshot.GetKubernetesObjects().Pods.Select(pod => pod.Namespace));

    // CoreDNS does not look whether there is such a pod ("pods insecure", which kubeadm writes), so that the name alone decides.
    private NameReply OfPod(ClusterName name, string whole, DnsRecordType type)
    {
        string text = name.Owner.Count(character => character == '-') == 3 && !name.Owner.Contains("--", StringComparison.Ordinal)
            ? name.Owner.Replace('-', '.')
            : name.Owner.Replace('-', ':');
        if (!IpAddress.TryParse(text, out IpAddress address))
        {
            return Reply(NameAnswer.NotFound, $"'{name.Owner}' is no address with dashes");
        }

        if (_objects.Knows(KubernetesResource.Pods, name.Namespace) && _objects.PodAt(address, name.Namespace) is null)
        {
            return Reply(NameAnswer.Unknown, $"no pod of {name.Namespace} has the address {address}: CoreDNS answers it all the same with 'pods insecure', and not with 'pods verified'");
        }

        return Addresses([address], whole, type, $"the address is in the name; CoreDNS answers so unless its setting 'pods' is disabled", [], null);
    }

    private NameReply OfService(ClusterName name, string whole, DnsRecordType type) =>
        _objects.Knows(KubernetesResource.Services, name.Namespace) ? _objects.OfService(name, whole, type) : _rules.OfService(name, whole, zone, type);

    /// <summary>A reply of addresses: those of the family that was asked for, or none.</summary>
    internal static NameReply Addresses(IEnumerable<IpAddress> addresses, string name, DnsRecordType type, string reason, Evidence[] evidence, string? service)
    {
        IpFamily family = type == DnsRecordType.AAAA ? IpFamily.IPv6 : IpFamily.IPv4;
        DnsRecord[] records = type is DnsRecordType.A or DnsRecordType.AAAA
            ? [.. addresses.Where(address => address.Family == family).Distinct().Select(address => new DnsRecord(name, type.ToString(), address.ToString()))]
            : [];
        return new NameReply
        {
            Answer = records.Length > 0 ? NameAnswer.Found : NameAnswer.NoData,
            Records = records,
            Reason = records.Length > 0 ? reason : $"the name exists, and has no record of type {type}",
            Evidence = evidence,
            Service = service,
        };
    }

    internal static NameReply Reply(NameAnswer answer, string reason, params Evidence[] evidence) => new() { Answer = answer, Reason = reason, Evidence = evidence };
}
