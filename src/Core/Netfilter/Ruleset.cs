using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>The iptables rules of one namespace, one IP version and one backend, as one iptables-save printed them.</summary>
public sealed class Ruleset
{
    private readonly Dictionary<TableKind, Table> _tables;

    internal Ruleset(string file, IpFamily family, RulesetBackend backend, Dictionary<TableKind, Table> tables, IReadOnlyList<Evidence> problems, IReadOnlyList<Evidence> gaps)
    {
        File = file;
        Family = family;
        Backend = backend;
        _tables = tables;
        Problems = problems;
        Gaps = gaps;
    }

    /// <summary>The part of the snapshot that was read.</summary>
    public string File { get; }

    /// <summary>IPv4 (iptables) or IPv6 (ip6tables).</summary>
    public IpFamily Family { get; }

    /// <summary>Which kernel interface holds these rules.</summary>
    public RulesetBackend Backend { get; }

    /// <summary>The tables that exist, in no particular order.</summary>
    public IReadOnlyCollection<Table> Tables => _tables.Values;

    /// <summary>Lines that are no iptables-save syntax, and warnings that the tool printed. Empty for a clean dump.</summary>
    public IReadOnlyList<Evidence> Problems { get; }

    /// <summary>Those of the problems that stand outside of any table: whole tables may be missing.</summary>
    internal IReadOnlyList<Evidence> Gaps { get; }

    /// <summary>True when at least one rule exists in any table.</summary>
    public bool HasRules => _tables.Values.Any(table => table.Chains.Any(chain => chain.RuleCount > 0));

    /// <summary>The table, or null when the kernel has none.</summary>
    public Table? Find(TableKind kind) => _tables.GetValueOrDefault(kind);

    /// <summary>The chain of this table, or null when the table or the chain does not exist.</summary>
    public Chain? Find(TableKind kind, string chain) => Find(kind)?.Find(chain);
}
