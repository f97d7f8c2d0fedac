using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Sweep;

/// <summary>A Service port that is tested.</summary>
/// <param name="Name">Its name in the rules' comments or in the API; null when no comment gives it.</param>
/// <param name="Hash">The end of its chains' names; null when there are none.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Address">The virtual IP to connect to; null when the rules name none.</param>
/// <param name="Port">The port to connect to; null when the rules name none.</param>
internal sealed record SweepTarget(ServicePortName? Name, string? Hash, Protocol Protocol, IpAddress? Address, int? Port)
{
    // What a client inside of the cluster uses comes first.
    private static readonly EntryKind[] Preference = [EntryKind.ClusterIP, EntryKind.LoadBalancer, EntryKind.ExternalIP];

    /// <summary>As the other cmdlets name it.</summary>
    public string Text => Name?.ToString() ?? Hash ?? "";

    /// <summary>A Service port that the rules hold.</summary>
    public static SweepTarget Of(ServiceRules rules)
    {
        EntryRule? entry = Preference.Select(rules.First).FirstOrDefault(found => found is not null);
        return new SweepTarget(rules.Name, rules.Hash, rules.Protocol, entry?.Address, entry?.Port);
    }

    /// <summary>The Service ports that the API has, and that the node has no rules for: clients miss them all the same.</summary>
    public static IEnumerable<SweepTarget> WithoutRules(NodeSnapshot snapshot, ServiceQuery query)
    {
        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        if (objects.Services.Length == 0)
        {
            return [];
        }

        HashSet<string> missing = [.. DesiredState.WithoutRules(snapshot)];
        return objects.Services
            .SelectMany(service => service.Ports.SelectMany(port => service.ClusterIPs.Select(address => Of(service, port, address))))
            .OfType<SweepTarget>()
            .Where(target => missing.Contains(target.Text) && query.Matches(target.Name!, target.Protocol, target.Address!.Value, target.Port!.Value));
    }

    private static SweepTarget? Of(KubeService service, KubeServicePort port, string clusterIP) =>
        IpAddress.TryParse(clusterIP, out IpAddress address) && Enum.TryParse(port.Protocol, ignoreCase: true, out Protocol protocol)
            ? new SweepTarget(new ServicePortName(service.Namespace, service.Name, port.Name), null, protocol, address, port.Port)
            : null;
}
