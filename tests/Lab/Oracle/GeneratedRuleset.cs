using System.Text;

namespace NetPath.Lab.Oracle;

/// <summary>A ruleset of one IP version in the form that iptables-restore takes.</summary>
/// <param name="Chains">All chains: table, name, and the policy, which is "-" for user-defined ones.</param>
/// <param name="Rules">The rules in their order.</param>
internal sealed record GeneratedRuleset(IReadOnlyList<(string Table, string Chain, string Policy)> Chains, IReadOnlyList<GeneratedRule> Rules)
{
    /// <summary>The tables of iptables with their base chains.</summary>
    public static IReadOnlyDictionary<string, Hooks> Tables { get; } = new Dictionary<string, Hooks>
    {
        ["raw"] = Hooks.Prerouting | Hooks.Output,
        ["mangle"] = Hooks.All,
        ["nat"] = Hooks.Prerouting | Hooks.Input | Hooks.Output | Hooks.Postrouting,
        ["filter"] = Hooks.Filter,
        ["security"] = Hooks.Filter,
    };

    /// <summary>One that holds nothing.</summary>
    public static GeneratedRuleset Empty { get; } = new(BaseChains(_ => "ACCEPT"), []);

    /// <summary>True when a rule's answer depends on what packets before it left behind in lists and sets.</summary>
    public bool HasMemory => Rules.Any(rule => rule.Effect == "SET" || rule.Conditions.Any(condition => condition.StartsWith("recent", StringComparison.Ordinal)));

    /// <summary>The base chains of all tables.</summary>
    public static List<(string Table, string Chain, string Policy)> BaseChains(Func<string, string> policy) =>
        [.. Tables.SelectMany(table => Each(table.Value).Select(hook => (table.Key, hook.ToString().ToUpperInvariant(), policy(table.Key))))];

    /// <summary>The single hooks of a combination.</summary>
    public static IEnumerable<Hooks> Each(Hooks hooks) => new[] { Hooks.Prerouting, Hooks.Input, Hooks.Forward, Hooks.Output, Hooks.Postrouting }.Where(hook => hooks.HasFlag(hook));

    /// <summary>The same without some rules.</summary>
    public GeneratedRuleset Without(IReadOnlySet<string> ids) => this with { Rules = [.. Rules.Where(rule => !ids.Contains(rule.Id))] };

    /// <summary>The rule at a place, counted from 1; null when there is none.</summary>
    public GeneratedRule? At(string table, string chain, int number)
    {
        int count = 0;
        return Rules.FirstOrDefault(rule => rule.Table == table && rule.Chain == chain && ++count == number);
    }

    /// <summary>What iptables-restore takes. Tables without rules are named only on request, since asking for one makes it.</summary>
    public string ToText(bool allTables)
    {
        StringBuilder text = new();
        foreach (string table in Tables.Keys)
        {
            if (!allTables && !Rules.Any(rule => rule.Table == table) && !Chains.Any(chain => chain.Table == table && chain.Policy == "DROP"))
            {
                continue;
            }

            text.Append('*').AppendLine(table);
            foreach ((_, string chain, string policy) in Chains.Where(chain => chain.Table == table && (allTables || chain.Policy != "-" || Rules.Any(rule => rule.Table == table && (rule.Chain == chain.Chain || rule.Target == chain.Chain)))))
            {
                text.Append(':').Append(chain).Append(' ').Append(policy).AppendLine(" [0:0]");
            }

            foreach (GeneratedRule rule in Rules.Where(rule => rule.Table == table))
            {
                text.AppendLine(rule.Line);
            }

            text.AppendLine("COMMIT");
        }

        return text.ToString();
    }
}
