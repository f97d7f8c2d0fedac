using NetPath.Core.Netfilter;

namespace NetPath.Lab.Oracle;

/// <summary>The rules that are in the kernel: of one backend, or of both at once.</summary>
/// <param name="Nft">The rules of iptables-nft.</param>
/// <param name="Legacy">The rules of iptables-legacy.</param>
internal sealed record Loaded(GeneratedRuleset Nft, GeneratedRuleset Legacy)
{
    /// <summary>All rules.</summary>
    public IEnumerable<GeneratedRule> Rules => Nft.Rules.Concat(Legacy.Rules);

    /// <summary>True when both backends hold rules.</summary>
    public bool IsBoth => Nft.Rules.Count > 0 && Legacy.Rules.Count > 0;

    /// <summary>Which backends hold rules, for the reader.</summary>
    public string Backends => IsBoth ? "both" : Legacy.Rules.Count > 0 ? "legacy" : "nft";

    /// <summary>True when packets change what rules answer.</summary>
    public bool HasMemory => Nft.HasMemory || Legacy.HasMemory;

    /// <summary>True when a rule makes the kernel track connections (nf_ct_netns_get); without any it does not.</summary>
    public bool NeedsConntrack => Rules.Any(rule => rule.Text.Contains("-m conntrack", StringComparison.Ordinal) || rule.Text.Contains("-m state", StringComparison.Ordinal));

    /// <summary>True for a rule of a table that holds rules in both backends.</summary>
    public bool IsShared(string id) => SharedTables.Contains(Rules.First(rule => rule.Id == id).Table);

    private IEnumerable<string> SharedTables => Nft.Rules.Select(rule => rule.Table).Intersect(Legacy.Rules.Select(rule => rule.Table));

    /// <summary>The ruleset of a backend.</summary>
    public GeneratedRuleset Of(RulesetBackend backend) => backend == RulesetBackend.NfTables ? Nft : Legacy;

    /// <summary>The id of a rule by its place.</summary>
    public string Id(RulesetBackend backend, string table, string chain, int number) =>
        Of(backend).At(table, chain, number)?.Id ?? $"{backend} {table} {chain} rule {number}";

    /// <summary>The same without some rules.</summary>
    public Loaded Without(IReadOnlySet<string> ids) => new(Nft.Without(ids), Legacy.Without(ids));

    /// <summary>The rules that may be met or not when these may match or not: all that their jumps reach, and behind a target that ends a chain the whole table.</summary>
    public HashSet<string> Unsure(IReadOnlyCollection<string> ids)
    {
        HashSet<string> reached = Reachable(ids);
        HashSet<string> tables = [.. Rules.Where(rule => reached.Contains(rule.Id) && rule.Ends).Select(rule => rule.Id[0] + rule.Table)];
        reached.UnionWith(Rules.Where(rule => tables.Contains(rule.Id[0] + rule.Table)).Select(rule => rule.Id));
        return reached;
    }

    private HashSet<string> Reachable(IReadOnlyCollection<string> ids)
    {
        HashSet<string> reached = [.. ids];
        Queue<GeneratedRule> open = new(Rules.Where(rule => reached.Contains(rule.Id)));
        while (open.TryDequeue(out GeneratedRule? rule))
        {
            foreach (GeneratedRule next in Rules.Where(next => rule.Target is not null && next.Table == rule.Table && next.Chain == rule.Target && reached.Add(next.Id)))
            {
                open.Enqueue(next);
            }
        }

        return reached;
    }
}
