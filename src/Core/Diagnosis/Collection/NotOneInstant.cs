using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.Collection;

/// <summary>
/// NP9002: rules changed while the snapshot was taken. iptables-nft-save and <c>nft -j list ruleset</c> read the same rules one after the other: where their numbers
/// differ, something was written in between.
/// </summary>
internal static class NotOneInstant
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP9002",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The snapshot is not one instant: rules changed while it was taken",
        EvidenceNeeded = "A chain that has another number of rules in iptables-nft-save than in nft's list, which were read one after the other",
        Symptom = "None; a path may be made of rules of two instants, and lead nowhere although the node's do not",
        Remedy = "Take the snapshot again. Where kube-proxy writes all the time (pods come and go every second), compare several snapshots.",
        Commands = ["Get-NodeSnapshot"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        RuleHandles handles = RuleHandles.Read(context.Snapshot.Host);
        if (handles.Problem is not null || !handles.Any)
        {
            return [];
        }

        (Chain Chain, int Listed)[] differences =
        [
            .. from ruleset in context.Snapshot.Host.Netfilter.Rulesets
               where ruleset.Backend == RulesetBackend.NfTables && ruleset.Problems.Count == 0
               from table in ruleset.Tables
               where table.Incomplete is null
               from chain in table.Chains
               let listed = handles.Find(ruleset.Family == IpFamily.IPv4 ? "ip" : "ip6", table.Kind.ToString().ToLowerInvariant(), chain.Name)?.RuleCount ?? 0
               where listed != chain.RuleCount
               select (chain, listed),
        ];
        return differences.Length == 0 ? [] :
        [
            new Observation(
                $"{differences.Length} {(differences.Length == 1 ? "chain" : "chains")} changed while the snapshot was taken: {string.Join(", ", differences.Take(3).Select(one => $"{one.Chain.Name} had {one.Chain.RuleCount} rules, then {one.Listed}"))}",
                [.. differences.Take(3).Select(one => RuleEvidence.Of(one.Chain)).OfType<Evidence>(), new Evidence($"{context.Snapshot.Host.Path}/netfilter/nft-ruleset.json", 0, $"{differences[0].Listed} rules in {differences[0].Chain.Name}")]),
        ];
    }
}
