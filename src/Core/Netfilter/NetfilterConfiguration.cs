using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter;

/// <summary>All packet rules of one namespace: iptables of both backends and IP versions, and the base chains of native nftables.</summary>
/// <param name="Rulesets">The iptables rulesets that were collected.</param>
/// <param name="NativeChains">Base chains of native nftables tables.</param>
/// <param name="Missing">What could not be read, so that rules may exist that NetPath does not see.</param>
public sealed record NetfilterConfiguration(
    IReadOnlyList<Ruleset> Rulesets,
    IReadOnlyList<NativeBaseChain> NativeChains,
    IReadOnlyList<Snapshots.Evidence> Missing)
{
    /// <summary>No rule at all.</summary>
    internal static NetfilterConfiguration Empty { get; } = new([], [], []);

    /// <summary>What could not be read of the rules for one IP version; nftables tables may hold rules for both.</summary>
    internal IEnumerable<Snapshots.Evidence> MissingFor(IpFamily family) => Missing.Where(missing =>
    {
        string file = missing.File[(missing.File.LastIndexOf('/') + 1)..];
        return !file.StartsWith(family == IpFamily.IPv4 ? "ip6tables-" : "iptables-", StringComparison.Ordinal);
    });

    private readonly Ruleset[] _ipv4 = Of(Rulesets, IpFamily.IPv4);
    private readonly Ruleset[] _ipv6 = Of(Rulesets, IpFamily.IPv6);

    /// <summary>The rulesets of one IP version that hold rules or policies, legacy first.</summary>
    internal IReadOnlyList<Ruleset> For(IpFamily family) => family == IpFamily.IPv4 ? _ipv4 : _ipv6;

    private static Ruleset[] Of(IReadOnlyList<Ruleset> rulesets, IpFamily family) =>
        [.. rulesets.Where(ruleset => ruleset.Family == family && ruleset.Tables.Count > 0).OrderBy(ruleset => ruleset.Backend)];
}
