using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>Puts the rules of one namespace together from the dumps that were collected there, and says which could not be read.</summary>
internal static class NetfilterReader
{
    private const string NativeFile = "netfilter/nft-ruleset.json";

    private static readonly (string File, IpFamily Family, RulesetBackend Backend)[] Dumps =
    [
        ("netfilter/iptables-legacy-save.txt", IpFamily.IPv4, RulesetBackend.Legacy),
        ("netfilter/iptables-nft-save.txt", IpFamily.IPv4, RulesetBackend.NfTables),
        ("netfilter/ip6tables-legacy-save.txt", IpFamily.IPv6, RulesetBackend.Legacy),
        ("netfilter/ip6tables-nft-save.txt", IpFamily.IPv6, RulesetBackend.NfTables),
    ];

    /// <summary>Reads all dumps.</summary>
    /// <exception cref="SectionNotCollectedException">The snapshot says nothing about rules at all.</exception>
    public static NetfilterConfiguration Read(NetworkNamespace space)
    {
        List<Ruleset> rulesets = [];
        List<Evidence> missing = [];
        foreach ((string file, IpFamily family, RulesetBackend backend) in Dumps)
        {
            if (space.TryPart(file, out SnapshotPart? part))
            {
                Try(missing, part.Path, () => rulesets.Add(IptablesSaveReader.Read(part, family, backend)));
            }
            else if (Why(space, file) is string reason)
            {
                missing.Add(new Evidence($"{space.Path}/{file}", 0, reason));
            }
        }

        IReadOnlyList<NativeBaseChain> native = [];
        if (space.TryPart(NativeFile, out SnapshotPart? nft))
        {
            Try(missing, nft.Path, () => native = NativeRulesetReader.Read(nft));
        }
        else if ((space.FileRecord(NativeFile) is null ? "the nftables ruleset was not collected" : Why(space, NativeFile)) is string reason)
        {
            missing.Add(new Evidence($"{space.Path}/{NativeFile}", 0, reason));
        }

        if (rulesets.Count == 0 && Dumps.All(dump => space.FileRecord(dump.File) is null))
        {
            space.Part(Dumps[1].File);
        }

        missing.AddRange(rulesets.SelectMany(ruleset => Gaps(ruleset, rulesets)));
        missing.AddRange(Silent(space));
        return new NetfilterConfiguration(rulesets, native, missing);
    }

    // iptables-nft-save warns of legacy tables, which is no gap when these were read too.
    private static IEnumerable<Evidence> Gaps(Ruleset ruleset, List<Ruleset> all) => ruleset.Gaps.Where(gap =>
        !(gap.Text.Contains("legacy tables present", StringComparison.Ordinal)
            && all.Exists(other => other.Family == ruleset.Family && other.Backend == RulesetBackend.Legacy)));

    // An IP version of which the snapshot says nothing at all may have rules.
    private static IEnumerable<Evidence> Silent(NetworkNamespace space) => Dumps
        .GroupBy(dump => dump.Family)
        .Where(family => family.All(dump => space.FileRecord(dump.File) is null && !space.TryPart(dump.File, out _)))
        .Select(family => new Evidence($"{space.Path}/{family.Last().File}", 0, $"the {family.Key} rules were not collected"));

    // A dump that was left out on purpose (the kernel has no such table) is not missing.
    private static string? Why(NetworkNamespace space, string file) => space.FileRecord(file) switch
    {
        null => null,
        { Skipped: not null } => null,
        CollectedFile record => record.Reason,
    };

    private static void Try(List<Evidence> missing, string file, Action read)
    {
        try
        {
            read();
        }
        catch (SnapshotParseException e)
        {
            missing.Add(new Evidence(file, e.Line, e.Message));
        }
    }
}
