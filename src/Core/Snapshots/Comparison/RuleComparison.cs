using NetPath.Core.Netfilter;
using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Compares the packet rules of one namespace: chains, and the rules of those that are in both.</summary>
internal sealed class RuleComparison(ComparedPair pair, MissingParts missing)
{
    private readonly NodeOwnRules? _own = pair.TwoNodes ? new NodeOwnRules(pair) : null;

    /// <summary>The differences; what could not be compared goes to the missing parts.</summary>
    public IEnumerable<SnapshotDifference> Run()
    {
        (NetfilterConfiguration? before, string? whyNotBefore) = MissingParts.Read(() => pair.Before.Netfilter);
        (NetfilterConfiguration? after, string? whyNotAfter) = MissingParts.Read(() => pair.After.Netfilter);
        if (before is null || after is null)
        {
            missing.Add(DifferenceKind.Rule, "rules", whyNotBefore, whyNotAfter, pair.Place);
            return [];
        }

        HashSet<string> unread = NoteUnread(before, after);
        return RulesetPair.Of(pair)
            .Where(rulesets => !unread.Contains(FileName(rulesets.Before?.File ?? rulesets.After!.File)) && !unread.Contains(FileName(rulesets.After?.File ?? rulesets.Before!.File)))
            .SelectMany(Compare);
    }

    // A dump that failed on one side would read as rules that are gone.
    private HashSet<string> NoteUnread(NetfilterConfiguration before, NetfilterConfiguration after)
    {
        Dictionary<string, string> left = Unread(before);
        Dictionary<string, string> right = Unread(after);
        HashSet<string> files = [.. left.Keys, .. right.Keys];
        foreach (string file in files.Where(file => file != "nft-ruleset.json"))
        {
            missing.Add(DifferenceKind.Rule, $"rules in {file}", left.GetValueOrDefault(file), right.GetValueOrDefault(file), pair.Place);
        }

        return files;
    }

    private static Dictionary<string, string> Unread(NetfilterConfiguration configuration) =>
        configuration.Missing.GroupBy(part => FileName(part.File)).ToDictionary(group => group.Key, group => group.First().Text, StringComparer.Ordinal);

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private IEnumerable<SnapshotDifference> Compare(RulesetPair rulesets)
    {
        if (rulesets.ChangedBackend)
        {
            yield return New(DifferenceKind.Chain, $"{rulesets.Prefix}rules", DifferenceChange.Changed, $"held by {Backend(rulesets.Before!)}", $"held by {Backend(rulesets.After!)}")
                with
            { BeforeEvidence = [new Evidence(rulesets.Before!.File, 0, Backend(rulesets.Before))], AfterEvidence = [new Evidence(rulesets.After!.File, 0, Backend(rulesets.After))] };
        }

        HashSet<TableKind> unread = [.. Incomplete(rulesets)];
        foreach ((TableKind table, string name, Chain? before, Chain? after) in rulesets.Chains().Where(chain => !unread.Contains(chain.Table)))
        {
            string shown = $"{rulesets.Prefix}{table.ToString().ToLowerInvariant()} {PlainText.Clean(name)}";
            if (_own?.Takes(name) == true)
            {
                continue;
            }

            foreach (SnapshotDifference difference in before is null || after is null ? OneSided(shown, before, after) : Both(shown, before, after))
            {
                yield return difference;
            }
        }
    }

    private IEnumerable<TableKind> Incomplete(RulesetPair rulesets)
    {
        foreach (TableKind kind in Enum.GetValues<TableKind>())
        {
            Evidence? before = rulesets.Before?.Find(kind)?.Incomplete;
            Evidence? after = rulesets.After?.Find(kind)?.Incomplete;
            if (before is not null || after is not null)
            {
                missing.Add(DifferenceKind.Rule, $"{rulesets.Prefix}rules of {kind.ToString().ToLowerInvariant()}", before?.Text, after?.Text, pair.Place);
                yield return kind;
            }
        }
    }

    private IEnumerable<SnapshotDifference> OneSided(string name, Chain? before, Chain? after)
    {
        Chain chain = after ?? before!;
        if (_own?.TakesAll(chain) != true)
        {
            yield return New(DifferenceKind.Chain, name, after is null ? DifferenceChange.Removed : DifferenceChange.Added, Content(before), Content(after)) with
            {
                ProveBefore = () => Evidence(before),
                ProveAfter = () => Evidence(after),
            };
        }
    }

    private IEnumerable<SnapshotDifference> Both(string name, Chain before, Chain after)
    {
        if (before.Policy != after.Policy)
        {
            yield return New(DifferenceKind.Chain, name, DifferenceChange.Changed, $"policy {before.Policy ?? "none"}", $"policy {after.Policy ?? "none"}") with
            {
                ProveBefore = () => [.. Evidence(before).Take(1)],
                ProveAfter = () => [.. Evidence(after).Take(1)],
            };
        }

        if (RuleText.AreSame(before, after))
        {
            yield break;
        }

        foreach (RuleDifference rule in ChainComparison.Differing(before, after).Where(rule => _own?.Takes(rule, before, after) != true))
        {
            yield return New(
                DifferenceKind.Rule,
                name,
                rule.Change,
                rule.Before < 0 ? null : RuleText.Shown(before, rule.Before),
                rule.After < 0 ? null : RuleText.Shown(after, rule.After)) with
            {
                ProveBefore = () => rule.Before < 0 ? [] : [RuleText.Evidence(before, rule.Before)],
                ProveAfter = () => rule.After < 0 ? [] : [RuleText.Evidence(after, rule.After)],
            };
        }
    }

    private static string Backend(Ruleset ruleset) => ruleset.Backend == RulesetBackend.Legacy ? "iptables-legacy" : "iptables-nft";

    private static string? Content(Chain? chain) => chain is null ? null
        : $"{(chain.Policy is string policy ? $"policy {policy}, " : "")}{chain.RuleCount} {(chain.RuleCount == 1 ? "rule" : "rules")}";

    private static Evidence[] Evidence(Chain? chain) => chain is null ? [] :
    [
        .. chain.Line > 0 ? [new Evidence(chain.File, chain.Line, PlainText.Clean($":{chain.Name} {chain.Policy ?? "-"}"))] : Array.Empty<Evidence>(),
        .. Enumerable.Range(0, chain.RuleCount).Select(index => RuleText.Evidence(chain, index)),
    ];

    private SnapshotDifference New(DifferenceKind kind, string name, DifferenceChange change, string? before, string? after) => new()
    {
        Kind = kind.ToString(),
        Place = pair.Place,
        Name = name,
        Change = change.ToString(),
        Before = before,
        After = after,
    };
}
