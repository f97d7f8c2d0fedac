using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>One iptables table with its chains.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Chain> _chains = new(StringComparer.Ordinal);

    internal Table(TableKind kind) => Kind = kind;

    /// <summary>Which table.</summary>
    public TableKind Kind { get; }

    /// <summary>All chains, base chains and user-defined ones.</summary>
    public IReadOnlyCollection<Chain> Chains => _chains.Values;

    /// <summary>
    /// Why rules of this table may be missing: the dump ends without COMMIT, or a line could not be read. Null for a whole table.
    /// </summary>
    public Evidence? Incomplete { get; internal set; }

    /// <summary>The chain, or null.</summary>
    public Chain? Find(string name) => _chains.GetValueOrDefault(name);

    internal Chain GetOrAdd(string name, SaveText text)
    {
        if (!_chains.TryGetValue(name, out Chain? chain))
        {
            chain = new Chain(this, name, text);
            _chains.Add(name, chain);
        }

        return chain;
    }
}
