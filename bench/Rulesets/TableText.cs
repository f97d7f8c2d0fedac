namespace NetPath.Bench.Rulesets;

/// <summary>One table as iptables-save prints it: base chains first, the other chains by name, then the rules of each.</summary>
internal sealed class TableText(string name, params string[] baseChains)
{
    private readonly Dictionary<string, List<string>> _chains = new(StringComparer.Ordinal);

    /// <summary>Declares a chain that may stay empty.</summary>
    public TableText Declare(params string[] chains)
    {
        foreach (string chain in chains)
        {
            _chains.TryAdd(chain, []);
        }

        return this;
    }

    /// <summary>Adds a rule behind the others of its chain.</summary>
    public void Add(string chain, string rule)
    {
        if (!_chains.TryGetValue(chain, out List<string>? rules))
        {
            _chains.Add(chain, rules = []);
        }

        rules.Add(rule);
    }

    public void Write(TextWriter writer)
    {
        string[] ownChains = [.. _chains.Keys.Except(baseChains).Order(StringComparer.Ordinal)];
        writer.Write($"*{name}\n");
        foreach (string chain in baseChains)
        {
            writer.Write($":{chain} ACCEPT [0:0]\n");
        }

        foreach (string chain in ownChains)
        {
            writer.Write($":{chain} - [0:0]\n");
        }

        foreach (string chain in baseChains.Concat(ownChains))
        {
            foreach (string rule in _chains.GetValueOrDefault(chain) ?? [])
            {
                writer.Write($"[0:0] -A {chain} {rule}\n");
            }
        }

        writer.Write("COMMIT\n");
    }
}
