namespace NetPath.Lab.Oracle;

/// <summary>Makes random but well-formed rulesets. The same random numbers give the same ruleset.</summary>
/// <param name="draw">The random numbers.</param>
/// <param name="prefix">What the rules' ids begin with.</param>
/// <param name="tables">The tables that get rules.</param>
/// <param name="certain">True for rules of modelled features alone, without chance.</param>
internal sealed class RandomRules(Draw draw, string prefix, bool certain, IReadOnlyCollection<string> tables)
{
    private const int ChainsOfATable = 4;
    private readonly List<GeneratedRule> _rules = [];
    private readonly List<(string Table, string Chain, string Policy)> _chains = [];
    private readonly Dictionary<string, Hooks> _reach = [];

    /// <summary>A ruleset of 40 to 80 rules.</summary>
    public GeneratedRuleset Make()
    {
        _chains.AddRange(GeneratedRuleset.BaseChains(table => table != "nat" && tables.Contains(table) && draw.Chance(0.02) ? "DROP" : "ACCEPT"));
        foreach ((string table, Hooks hooks) in GeneratedRuleset.Tables)
        {
            AddUserChains(table, hooks);
        }

        if (tables.Contains("nat") && tables.Contains("filter") && draw.Chance(0.6))
        {
            // As on a node, kube-proxy's jumps stand among the rules of others.
            AddServices();
        }

        foreach ((string table, Hooks hooks) in GeneratedRuleset.Tables.Where(one => tables.Contains(one.Key)))
        {
            foreach (Hooks hook in GeneratedRuleset.Each(hooks))
            {
                AddRules(table, hook.ToString().ToUpperInvariant(), hook, 1 + draw.Number(4), 0);
            }

            Fill(table);
        }

        return new GeneratedRuleset(_chains, _rules);
    }

    private static string Name(string table, int number) => $"{table}-{number}";

    private void AddUserChains(string table, Hooks hooks)
    {
        Hooks[] single = [.. GeneratedRuleset.Each(hooks)];
        for (int i = 1; i <= ChainsOfATable; i++)
        {
            Hooks reach = draw.Pick(single);
            // The nat table's targets are for one side only, so its chains are not shared between the two.
            reach |= table == "nat" || draw.Chance(0.5) ? Hooks.None : draw.Pick(single);
            string name = Name(table, i);
            _reach[name] = table == "nat" && (reach & (Hooks.Prerouting | Hooks.Output)) != 0 ? Hooks.Prerouting | Hooks.Output : reach;
            _chains.Add((table, name, "-"));
        }
    }

    private void Fill(string table)
    {
        for (int i = 1; i <= ChainsOfATable; i++)
        {
            AddRules(table, Name(table, i), _reach[Name(table, i)], 1 + draw.Number(3), i);
        }
    }

    // Chains jump to later ones only, so that there is no loop.
    private void AddRules(string table, string chain, Hooks reach, int count, int number)
    {
        for (int i = 0; i < count; i++)
        {
            List<string> jumps = [.. Enumerable.Range(number + 1, ChainsOfATable - number).Select(later => Name(table, later)).Where(later => (reach & ~_reach[later]) == 0)];
            string? jump = jumps.Count > 0 && draw.Chance(number == 0 ? 0.6 : 0.35) ? draw.Pick(jumps) : null;
            Add(table, chain, reach, jump);
        }
    }

    private void Add(string table, string chain, Hooks reach, string? jump)
    {
        draw.Protocol = null;
        Feature[] effects = [.. TargetFeatures.All.Where(feature => feature.FitsInto(table, reach, draw.Version))];
        Feature[] own = [.. effects.Where(feature => feature.Tables is [string only] && only == table)];
        Feature? effect = jump is null ? Choose(own.Length > 0 && draw.Chance(0.5) ? own : effects) : null;
        // Few rules of nat are met once one has translated, so these ask for less.
        int wanted = effect?.Ends == true ? (table == "nat" ? draw.Number(2) : 1 + draw.Number(2)) : draw.Chance(0.2) ? 0 : draw.Chance(0.8) ? 1 : 2;
        List<(string Name, string Text)> conditions = [];
        string protocol = NameProtocol(effect?.Needs);
        for (int i = 0; i < wanted; i++)
        {
            Feature feature = Choose(MatchFeatures.All.Where(feature => (!certain || feature.IsCertain) && feature.FitsInto(table, reach, draw.Version) && CanName(feature) && !conditions.Exists(one => one.Name.StartsWith(feature.Name, StringComparison.Ordinal) || feature.Name.StartsWith(one.Name.Split(' ')[0], StringComparison.Ordinal))));
            protocol += NameProtocol(feature.Needs);
            draw.Negated = false;
            string text = feature.Text(draw);
            conditions.Add(($"{feature.Name}{(draw.Negated ? " (!)" : "")}", text));
            if (feature.Name == "-p")
            {
                draw.Protocol = "drawn";
            }
        }

        string target = jump is null ? effect!.Text(draw) : $"{(draw.Chance(0.2) ? "-g" : "-j")} {jump}";
        // Options of the IP header stand before the modules, as the tools print them.
        string ordered = string.Join(' ', conditions.OrderBy(one => one.Text.Contains("-m ", StringComparison.Ordinal)).Select(one => one.Text));
        Add(new GeneratedRule($"{prefix}{_rules.Count + 1}", table, chain, $"{protocol}{ordered} {target}".TrimEnd(), [.. conditions.Select(one => one.Name)], effect?.Name ?? (target.StartsWith("-g", StringComparison.Ordinal) ? "goto" : "jump")) { Target = jump });
    }

    private void Add(GeneratedRule rule) => _rules.Add(rule);

    private bool CanName(Feature feature) => feature.Name == "-p" ? draw.Protocol is null
        : feature.Needs is null || draw.Protocol is null || feature.Needs == draw.Protocol || (feature.Needs == "tcp or udp" && draw.Protocol is "tcp" or "udp");

    private string NameProtocol(string? needs)
    {
        if (needs is null || draw.Protocol is not null)
        {
            return "";
        }

        draw.Protocol = needs == "tcp or udp" ? draw.Pick("tcp", "udp") : needs;
        return $"-p {draw.Protocol} ";
    }

    private Feature Choose(IEnumerable<Feature> features)
    {
        Feature[] fitting = [.. features];
        double place = draw.Number(1_000_000) / 1_000_000.0 * fitting.Sum(feature => feature.Weight);
        foreach (Feature feature in fitting)
        {
            place -= feature.Weight;
            if (place < 0)
            {
                return feature;
            }
        }

        return fitting[^1];
    }

    // What kube-proxy writes, in small.
    private void AddServices()
    {
        ServiceRules services = new(draw, certain);
        _chains.AddRange(ServiceRules.Chains);
        foreach ((string table, string chain, string text) in services.Rules())
        {
            int jump = text.LastIndexOf("-j KUBE-", StringComparison.Ordinal);
            Add(new GeneratedRule($"{prefix}{_rules.Count + 1}", table, chain, text, ["kube-proxy's rules"], "kube-proxy's rules") { Target = jump < 0 ? null : text[(jump + 3)..] });
        }
    }
}
