namespace NetPath.Fuzz.Targets;

/// <summary>All parsers that are fuzzed. To add one: a class with a Read, a line here, and a folder with a few good inputs in corpus.</summary>
internal static class FuzzTargets
{
    /// <summary>The targets by their order in reports.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("iptables-save", IptablesSave.Read, Words.Iptables, BaseMemory: 1 << 20, MemoryPerByte: 4 * 1024),

        // Each unknown rule doubles the ways, up to the 20,000 at which TableEvaluator gives up, at each of the hooks.
        new("rule-walk", RuleWalk.Read, Words.Iptables, BaseMemory: 1L << 30, Executions: 1_000),
        new("ipset-save", IpsetSave.Read, Words.Ipset, MemoryPerByte: 4 * 1024),
        new("nft-json", NftRuleset.Read, Words.Nft),
        new("trace-log", TraceLog.Read, Words.TraceLog, MemoryPerByte: 4 * 1024),
        new("trace-netlink", TraceNetlink.Read, [], MemoryPerByte: 4 * 1024),
        new("ip-json", IpListings.Read, Words.IpJson, BaseMemory: 1 << 20, MemoryPerByte: 4 * 1024),
        new("proc-text", ProcText.Read, Words.Proc, MemoryPerByte: 4 * 1024),
        new("manifest", Manifest.Read, Words.Manifest),
    ];

    /// <summary>What reads one input of a target; asked for by its name, from outside of the assembly load context that this class is in.</summary>
    public static Func<byte[], string?> Runner(string target) => All.Single(one => one.Name == target).Read;
}
