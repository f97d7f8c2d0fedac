using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>All rules of one ruleset that lead to one Service port, before its chains are read.</summary>
internal sealed class ServiceRules(Ruleset ruleset, ServicePortName? name, string? hash, Protocol protocol)
{
    private static readonly string[] ChainPrefixes = [KubeChainName.ServicePrefix, KubeChainName.LocalPrefix, KubeChainName.ExternalPrefix, KubeChainName.OldExternalPrefix];

    public Ruleset Ruleset { get; } = ruleset;

    public ServicePortName? Name { get; } = name;

    /// <summary>As people call the Service port: namespace/name:port, or the chain's hash when no comment names it.</summary>
    public string Text => Name?.ToString() ?? Hash ?? "";

    /// <summary>The 16 characters at the end of the Service's chains; null when only filter rules know the Service.</summary>
    public string? Hash { get; set; } = hash;

    public Protocol Protocol { get; } = protocol;

    public List<EntryRule> Entries { get; } = [];

    /// <summary>True when the Service's chains are there, and no rule leads from its virtual IP to them; the entry for that is then the chain's own first rule.</summary>
    public bool IsOrphaned { get; set; }

    /// <summary>The Service's own chains that the nat table holds: of all endpoints, of those on this node, and for traffic from outside.</summary>
    public IEnumerable<Chain> Chains()
    {
        if (Hash is null || Ruleset.Find(TableKind.Nat) is not Table nat)
        {
            yield break;
        }

        foreach (string prefix in ChainPrefixes)
        {
            if (nat.Find(prefix + Hash) is Chain chain)
            {
                yield return chain;
            }
        }
    }

    /// <summary>The chains of the endpoints that these lead to, each once.</summary>
    public IEnumerable<Chain> Endpoints() => Chains()
        .SelectMany(chain => chain.Rules.Select(rule => (rule.Target as JumpTarget)?.Chain).OfType<string>().Select(chain.Table.Find))
        .OfType<Chain>()
        .Where(chain => chain.Name.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal))
        .Distinct();

    public EntryRule? First(EntryKind kind) => Entries.Find(entry => entry.Kind == kind);

    public IEnumerable<EntryRule> All(EntryKind kind) => Entries.Where(entry => entry.Kind == kind);
}
