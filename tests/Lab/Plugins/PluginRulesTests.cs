using System.Text.RegularExpressions;
using Xunit;

namespace NetPath.Lab.Plugins;

/// <summary>
/// The rules and sets of plugins and firewalls that the unit tests walk over are well formed: the kernel takes them in both backends, and what it prints
/// reads as what was written.
/// </summary>
public sealed class PluginRulesTests
{
    private readonly LabNode _lab;

    public PluginRulesTests(LabNode lab) => _lab = lab;

    public static IEnumerable<TheoryDataRow<string, string>> Cases => PluginRules.Names.SelectMany(plugin => new[] { "nft", "legacy" }
        .Select(backend => new TheoryDataRow<string, string>(plugin, backend)));

    public static TheoryData<string> WithSets => [.. PluginRules.Names.Where(plugin => PluginRules.Sets(plugin).Length > 0)];

    [Theory, MemberData(nameof(Cases))]
    public void The_kernel_takes_the_rules_and_prints_them_back(string plugin, string backend)
    {
        _lab.SkipUnlessUp();
        using RulesNamespace space = new();
        space.Run(PluginRules.Sets(plugin), "ipset", "restore").OrFail();
        string[] rules = PluginRules.Rules(plugin);
        if (space.Run(rules, $"iptables-{backend}-restore") is { ExitCode: not 0 } refused)
        {
            // A kernel without a match or target module refuses the rules that use it, each of which is left out here, visibly.
            foreach ((string line, string complaint) in RefusedRules.In(rules, space, backend).ToArray())
            {
                rules = [.. rules.Where(rule => rule != line)];
                TestContext.Current.AddWarning($"left out, since this kernel refuses it ({complaint}): {line}");
            }

            Assert.True(space.Run(rules, $"iptables-{backend}-restore").ExitCode == 0, refused.Error);
        }

        string printed = space.Run([], $"iptables-{backend}-save").OrFail().Text;

        Assert.Equal(PluginRules.Read(string.Join('\n', rules)), PluginRules.Read(printed));
    }

    [Theory, MemberData(nameof(WithSets))]
    public void The_kernel_prints_the_sets_as_they_are_kept(string plugin)
    {
        _lab.SkipUnlessUp();
        using RulesNamespace space = new();
        space.Run(PluginRules.Sets(plugin), "ipset", "restore").OrFail();

        string[] printed = space.Run([], "ipset", "save").OrFail().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // Members are printed in the order of their hashes; the seed of these is kept by few releases.
        Assert.Equal(Comparable(PluginRules.Sets(plugin)), Comparable(printed));
    }

    private static string[] Comparable(string[] lines) => [.. lines.Select(line => Regex.Replace(line, " (bucketsize|initval) \\S+", "")).Order(StringComparer.Ordinal)];
}
