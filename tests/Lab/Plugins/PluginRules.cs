using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Lab.Plugins;

/// <summary>The rules that a network plugin or a host firewall has beside kube-proxy's, as the unit tests walk over them.</summary>
internal static class PluginRules
{
    /// <summary>The folders under tests/Unit/fixtures/plugins.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetDirectories(Path.Combine(Repository.Root, "tests", "Unit", "fixtures", "plugins")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    /// <summary>The rules of one as iptables-restore takes them.</summary>
    public static string[] Rules(string plugin) => File.ReadAllLines(FileOf(plugin, "iptables.save"));

    /// <summary>Its sets as ipset restore takes them; empty when it has none.</summary>
    public static string[] Sets(string plugin) => File.Exists(FileOf(plugin, "ipset.save")) ? File.ReadAllLines(FileOf(plugin, "ipset.save")) : [];

    /// <summary>What NetPath reads: a line for each chain and each rule, which says nothing of how the text was laid out.</summary>
    public static string[] Read(string text)
    {
        Ruleset ruleset = IptablesSaveReader.Read(new SnapshotPart("iptables-save.txt", Encoding.UTF8.GetBytes(text)), IpFamily.IPv4, RulesetBackend.NfTables);
        return
        [
            .. ruleset.Problems.Select(problem => $"not understood: {problem.Text}"),
            .. ruleset.Tables.SelectMany(table => table.Chains.Select(chain => (table, chain)))
                .Where(pair => pair.chain.RuleCount > 0 || pair.chain.Policy is null)
                .OrderBy(pair => $"{pair.table.Kind} {pair.chain.Name}", StringComparer.Ordinal)
                .SelectMany(pair => pair.chain.Rules.Select(rule => Describe(pair.table, rule)).Prepend($"{pair.table.Kind} {pair.chain.Name} {pair.chain.Policy}")),
        ];
    }

    // The order of matches is the order in which they were given, in which the kernel asks and prints them.
    private static string Describe(Table table, Rule rule) =>
        $"{table.Kind} {rule.Chain.Name} {rule.Number}: {string.Join("; ", rule.Matches.Select(match => PartText.Of(match)))} => {PartText.Of(rule.Target)}";

    private static string FileOf(string plugin, string file) => Path.Combine(Repository.Root, "tests", "Unit", "fixtures", "plugins", plugin, file);
}
