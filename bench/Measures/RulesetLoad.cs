using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Bench.Measures;

/// <summary>
/// What counts as "load and index": from the dump's bytes in memory to a ruleset in which any virtual IP is found at once. All lines are read and
/// put under their chains; the rules of KUBE-SERVICES are parsed and indexed by destination; all entry rules are read into the table of
/// Services by name. The chains of a Service are parsed when it is looked at, and do not count.
/// </summary>
internal static class RulesetLoad
{
    public static Ruleset Read(ReadOnlyMemory<byte> dump) =>
        IptablesSaveReader.Read(new SnapshotPart("host/netfilter/iptables-legacy-save.txt", dump), IpFamily.IPv4, RulesetBackend.Legacy);

    public static ChainIndex Index(Ruleset ruleset) => ruleset.Find(TableKind.Nat, "KUBE-SERVICES")!.Index;

    public static ServiceTable Services(Ruleset ruleset) => ServiceTable.Read([ruleset]);

    public static ServiceTable All(ReadOnlyMemory<byte> dump)
    {
        Ruleset ruleset = Read(dump);
        Index(ruleset);
        return Services(ruleset);
    }
}
