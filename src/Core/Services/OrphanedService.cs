using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>
/// Services whose chains are there while no rule of KUBE-SERVICES takes packets to their virtual IP: somebody has taken it away. The chain's first rule, which
/// marks packets for masquerading, still names the virtual IP (since Kubernetes 1.22).
/// </summary>
internal static class OrphanedService
{
    /// <summary>True when the ruleset has a Service's chain with rules.</summary>
    public static bool Any(Ruleset ruleset) => Chains(ruleset).Any();

    /// <summary>Gives the Services of a ruleset that no rule of KUBE-SERVICES leads to their virtual IP again, and adds those to which no rule leads at all.</summary>
    /// <param name="ruleset">The ruleset.</param>
    /// <param name="services">The Services that were read from entry rules so far, of this ruleset and of others.</param>
    public static void Add(Ruleset ruleset, List<ServiceRules> services)
    {
        Dictionary<string, ServiceRules>? led = null;
        foreach (Chain chain in Chains(ruleset))
        {
            led ??= services.Where(service => service.Ruleset == ruleset && service.Hash is not null).DistinctBy(service => service.Hash).ToDictionary(service => service.Hash!, StringComparer.Ordinal);
            string hash = chain.Name[KubeChainName.ServicePrefix.Length..];
            ServiceRules? service = led.GetValueOrDefault(hash);
            if (service?.First(EntryKind.ClusterIP) is not null || Entry(chain) is not EntryRule entry)
            {
                continue;
            }

            if (service is null)
            {
                service = new ServiceRules(ruleset, ServicePortName.FromComment(entry.Comment), hash, entry.Protocol);
                services.Add(service);
            }

            service.IsOrphaned = true;
            service.Entries.Add(entry);
        }
    }

    private static IEnumerable<Chain> Chains(Ruleset ruleset) => ruleset.Find(TableKind.Nat) is not Table table ? []
        : table.Chains.Where(chain => chain.RuleCount > 0 && chain.Name.StartsWith(KubeChainName.ServicePrefix, StringComparison.Ordinal));

    // -A KUBE-SVC-… ! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j KUBE-MARK-MASQ
    private static EntryRule? Entry(Chain chain)
    {
        Rule rule = chain.RuleAt(0);
        return rule.Target is JumpTarget { Chain: "KUBE-MARK-MASQ" }
            && rule.ExactDestination() is IpAddress address
            && rule.First<ProtocolMatch>()?.Protocol is Protocol protocol
            && rule.First<PortMatch>()?.Destination?.First is int port
            ? new EntryRule(EntryKind.ClusterIP, rule, address, port, protocol, rule.Comment, KubeChainName.HashOf(chain.Name))
            : null;
    }
}
