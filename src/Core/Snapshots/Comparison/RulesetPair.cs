using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>The iptables rules of one IP version in two snapshots that belong together.</summary>
/// <param name="Family">IPv4 or IPv6.</param>
/// <param name="Before">In the first; null when it has none.</param>
/// <param name="After">In the second; null when it has none.</param>
/// <param name="Prefix">What stands before the names of its tables, so that a reader knows which rules are meant.</param>
internal sealed record RulesetPair(IpFamily Family, Ruleset? Before, Ruleset? After, string Prefix)
{
    /// <summary>True when the same rules are held by another part of the kernel now.</summary>
    public bool ChangedBackend => Before is not null && After is not null && Before.Backend != After.Backend;

    /// <summary>
    /// Pairs the rulesets of a namespace: those of one backend, and where each snapshot has but one, and of different backends, these two.
    /// </summary>
    public static IEnumerable<RulesetPair> Of(ComparedPair pair)
    {
        foreach (IpFamily family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            Ruleset[] before = [.. pair.Before.Netfilter.For(family).Where(ruleset => ruleset.HasRules)];
            Ruleset[] after = [.. pair.After.Netfilter.For(family).Where(ruleset => ruleset.HasRules)];
            string version = family == IpFamily.IPv6 ? "ip6 " : "";
            if (before is [Ruleset one] && after is [Ruleset other])
            {
                yield return new RulesetPair(family, one, other, version);
                continue;
            }

            foreach (RulesetBackend backend in before.Concat(after).Select(ruleset => ruleset.Backend).Distinct().Order())
            {
                string prefix = before.Length > 1 || after.Length > 1 ? $"{version}{(backend == RulesetBackend.Legacy ? "legacy" : "nft")} " : version;
                yield return new RulesetPair(family, Array.Find(before, ruleset => ruleset.Backend == backend), Array.Find(after, ruleset => ruleset.Backend == backend), prefix);
            }
        }
    }

    /// <summary>The chains that have an effect in either, by table and name.</summary>
    public IEnumerable<(TableKind Table, string Name, Chain? Before, Chain? After)> Chains()
    {
        Dictionary<(TableKind, string), (Chain? Before, Chain? After)> chains = [];
        foreach (Chain chain in ChainsOf(Before))
        {
            chains[(chain.Table.Kind, chain.Name)] = (chain, null);
        }

        foreach (Chain chain in ChainsOf(After))
        {
            (TableKind, string) key = (chain.Table.Kind, chain.Name);
            chains[key] = (chains.GetValueOrDefault(key).Before, chain);
        }

        return chains.Where(chain => HasEffect(chain.Value.Before) || HasEffect(chain.Value.After)).Select(chain => (chain.Key.Item1, chain.Key.Item2, chain.Value.Before, chain.Value.After));
    }

    private static IEnumerable<Chain> ChainsOf(Ruleset? ruleset) => ruleset?.Tables.SelectMany(table => table.Chains) ?? [];

    // A table comes with its base chains when somebody first asks for it: empty ones that accept say nothing.
    private static bool HasEffect(Chain? chain) => chain is not null && (chain.RuleCount > 0 || chain.Policy != "ACCEPT");
}
