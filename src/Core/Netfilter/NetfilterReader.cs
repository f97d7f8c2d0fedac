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
        else if (Why(space, NativeFile) is string reason)
        {
            missing.Add(new Evidence($"{space.Path}/{NativeFile}", 0, reason));
        }

        if (rulesets.Count == 0 && Dumps.All(dump => space.FileRecord(dump.File) is null))
        {
            space.Part(Dumps[1].File);
        }

        return new NetfilterConfiguration(rulesets, native, missing);
    }

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
