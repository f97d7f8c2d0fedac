using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Services;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>
/// Finds the Service ports whose rules differ in any way. Only of these the chains are read: a node with ten thousand Services has a hundred thousand chains, and nearly all
/// of them are the same.
/// </summary>
internal sealed class ServiceDifferences
{
    private const int HashLength = 16;

    private static readonly byte[] EndpointJump = Encoding.UTF8.GetBytes($" -j {KubeChainName.EndpointPrefix}");

    private readonly HashSet<string> _changedChains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedEndpoints = new(StringComparer.Ordinal);

    private ServiceDifferences(ComparedPair host)
    {
        foreach ((TableKind table, string name, Chain? before, Chain? after) in RulesetPair.Of(host).SelectMany(rulesets => rulesets.Chains()))
        {
            if (table != TableKind.Nat || !name.StartsWith("KUBE-", StringComparison.Ordinal) || (before is not null && after is not null && RuleText.AreSame(before, after)))
            {
                continue;
            }

            if (name.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal))
            {
                _changedEndpoints.Add(name[KubeChainName.EndpointPrefix.Length..]);
            }
            else if (KubeChainName.HashOf(name) is string hash)
            {
                _changedChains.Add(hash);
            }
        }
    }

    /// <summary>The Service ports that differ, by what makes them the same in the other snapshot; null on the side that does not have one.</summary>
    public static IReadOnlyList<(ServiceRules? Before, ServiceRules? After)> Of(ComparedPair host)
    {
        ServiceDifferences differences = new(host);
        Dictionary<string, ServiceRules> left = ByKey(host.Before);
        Dictionary<string, ServiceRules> right = ByKey(host.After);
        return
        [
            .. left.Select(service => (Before: (ServiceRules?)service.Value, After: right.GetValueOrDefault(service.Key)))
                .Concat(right.Where(service => !left.ContainsKey(service.Key)).Select(service => (Before: (ServiceRules?)null, After: (ServiceRules?)service.Value)))
                .Where(pair => pair.Before is null || pair.After is null || differences.Differ(pair.Before, pair.After)),
        ];
    }

    private static Dictionary<string, ServiceRules> ByKey(NetworkNamespace space)
    {
        Dictionary<string, ServiceRules> byKey = new(StringComparer.Ordinal);
        foreach (ServiceRules rules in space.Services.FindRules(new ServiceQuery()))
        {
            // Where both backends hold a Service, the first one that is read stands for it, as it does in the walk.
            byKey.TryAdd($"{rules.Name?.ToString() ?? rules.Hash} {rules.Protocol} {rules.Ruleset.Family}", rules);
        }

        return byKey;
    }

    private bool Differ(ServiceRules before, ServiceRules after) =>
        before.Hash != after.Hash
        || (before.Hash is string hash && _changedChains.Contains(hash))
        || EntriesDiffer(before, after)
        || (_changedEndpoints.Count > 0 && (LeadsToChanged(before) || LeadsToChanged(after)));

    private static bool EntriesDiffer(ServiceRules before, ServiceRules after)
    {
        if (before.Entries.Count != after.Entries.Count)
        {
            return true;
        }

        List<string> texts = before.Entries.ConvertAll(Text);
        return !after.Entries.TrueForAll(entry => texts.Remove(Text(entry)));
    }

    private static string Text(EntryRule entry) => RuleText.Text(entry.Rule.Chain, entry.Rule.Number - 1);

    private bool LeadsToChanged(ServiceRules rules) =>
        rules.Hash is string hash
        && (LeadsToChanged(rules.Ruleset.Find(TableKind.Nat, KubeChainName.ServicePrefix + hash)) || LeadsToChanged(rules.Ruleset.Find(TableKind.Nat, KubeChainName.LocalPrefix + hash)));

    private bool LeadsToChanged(Chain? chain)
    {
        for (int i = 0; i < (chain?.RuleCount ?? 0); i++)
        {
            ReadOnlySpan<byte> rule = RuleText.Of(chain!, i);
            int jump = rule.LastIndexOf(EndpointJump);
            if (jump >= 0 && rule.Length >= jump + EndpointJump.Length + HashLength
                && _changedEndpoints.Contains(Encoding.ASCII.GetString(rule.Slice(jump + EndpointJump.Length, HashLength))))
            {
                return true;
            }
        }

        return false;
    }
}
