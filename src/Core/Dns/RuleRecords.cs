using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>
/// Names of Services told from kube-proxy's rules alone: their comments name Services, and the virtual IPs stand beside. Headless Services and those of type
/// ExternalName have no rules, so that a name which the rules do not hold may exist all the same.
/// </summary>
internal sealed class RuleRecords(NodeSnapshot snapshot)
{
    /// <summary>The answer to a question for a name of a Service.</summary>
    public NameReply OfService(ClusterName name, string whole, string zone, DnsRecordType type)
    {
        if (snapshot.Host.Collected(host => host.Services) is not ServiceTable { Count: > 0 } services)
        {
            return ClusterRecords.Reply(NameAnswer.Unknown, "the snapshot holds neither kube-proxy's rules nor the API's Services");
        }

        KubeServiceChain[] chains = [.. services.Rules
            .Where(rules => rules.Name is ServicePortName own && own.Namespace == name.Namespace && own.Service == name.Owner)
            .Select(ServiceChainReader.Read)
            .Where(chain => chain.ClusterIP is not null)];
        if (chains.Length == 0)
        {
            return ClusterRecords.Reply(
                NameAnswer.Unknown,
                $"kube-proxy's rules hold no Service {name.Namespace}/{name.Owner}; a headless or ExternalName Service has no rules, and only the API's objects tell whether it is one (Add-KubernetesObject)");
        }

        string service = $"{name.Namespace}/{name.Owner}";
        if (name.Endpoint is not null)
        {
            return ClusterRecords.Reply(NameAnswer.Unknown, $"{service} has a virtual IP, and the rules do not name its endpoints");
        }

        Evidence[] evidence = [.. chains.SelectMany(chain => chain.Evidence.Take(1))];
        return name.Port is not null || type == DnsRecordType.SRV
            ? Ports(name, chains, whole, $"{name.Owner}.{name.Namespace}.svc.{zone}", type, evidence, service)
            : ClusterRecords.Addresses(AddressesOf(chains), whole, type, $"the rules have the virtual IP of {service}", [.. evidence.Take(1)], service);
    }

    /// <summary>The Services that the rules name; empty when there are none.</summary>
    public static IEnumerable<ServicePortName> NamesOf(NodeSnapshot snapshot) => snapshot.Host.Collected(host => host.Services)?.Names ?? [];

    private static IEnumerable<IpAddress> AddressesOf(IEnumerable<KubeServiceChain> chains) =>
        chains.Select(chain => chain.ClusterIP).OfType<string>().Distinct().Select(text => IpAddress.Parse(text));

    private static NameReply Ports(ClusterName name, KubeServiceChain[] chains, string whole, string target, DnsRecordType type, Evidence[] evidence, string service)
    {
        KubeServiceChain[] wanted = [.. chains.Where(chain => name.Port is null
            || (chain.PortName.Equals(name.Port, StringComparison.OrdinalIgnoreCase) && chain.Protocol.Equals(name.Protocol, StringComparison.OrdinalIgnoreCase)))];
        if (wanted.Length == 0)
        {
            return ClusterRecords.Reply(
                NameAnswer.NotFound,
                $"{service} has no port '{name.Port}' over {name.Protocol?.ToUpperInvariant()}; it has {string.Join(", ", chains.Select(chain => $"{(chain.PortName.Length > 0 ? chain.PortName : "an unnamed one")} ({chain.Port}/{chain.Protocol.ToUpperInvariant()})").Distinct())}",
                evidence);
        }

        if (type != DnsRecordType.SRV)
        {
            return ClusterRecords.Addresses(AddressesOf(wanted), whole, type, $"the rules have the virtual IP of {service}", evidence, service);
        }

        return new NameReply
        {
            Answer = NameAnswer.Found,
            Records = [.. wanted.Select(chain => chain.Port).OfType<int>().Distinct().Select(port => new DnsRecord(whole, nameof(DnsRecordType.SRV), $"? ? {port} {target}"))],
            Reason = $"the rules have the ports of {service}",
            Evidence = evidence,
            Service = service,
        };
    }
}
