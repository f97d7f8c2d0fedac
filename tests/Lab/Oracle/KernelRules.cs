using System.Text.RegularExpressions;
using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Loads rules into the router's kernel, beside a table of the oracle's own that makes the kernel report probes.</summary>
internal static partial class KernelRules
{
    /// <summary>The oracle's own table, which sets the trace bit.</summary>
    public const string TraceTable = "np_oracle";

    // Sets the trace bit for probes and their answers, but not for what the kernels say beyond that.
    private const string TraceRules = $$"""
        flush ruleset
        table inet {{TraceTable}} {
          chain probes {
            tcp flags & (syn|ack|rst) == { syn, syn|ack, rst|ack } meta nftrace set 1
            meta l4proto udp udp length 16 meta nftrace set 1
            icmp type echo-request meta nftrace set 1
            icmpv6 type echo-request meta nftrace set 1
          }
          chain in { type filter hook prerouting priority -450; jump probes; }
          chain out { type filter hook output priority -450; jump probes; }
        }

        """;

    /// <summary>Removes all rules but the oracle's own.</summary>
    /// <param name="router">The namespace.</param>
    /// <param name="loaded">The rules that are in.</param>
    /// <param name="family">Their IP version.</param>
    public static void Clear(string router, Loaded loaded, IpFamily family)
    {
        OracleNetwork.Run(router, TraceRules, "nft", "-f", "-").OrFail();
        if (loaded.Legacy.Rules.Count > 0)
        {
            OracleNetwork.Run(router, GeneratedRuleset.Empty.ToText(allTables: true), family == IpFamily.IPv4 ? "iptables-legacy-restore" : "ip6tables-legacy-restore").OrFail();
        }
    }

    /// <summary>Loads rules.</summary>
    /// <param name="router">The namespace.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="version">What the tools' names begin with: ip or ip6.</param>
    /// <returns>What a tool complained of, with the lines that it names; null when all rules are in.</returns>
    public static string? Load(string router, Loaded rules, string version) =>
        Restore(router, $"{version}tables-nft-restore", rules.Nft) ?? Restore(router, $"{version}tables-legacy-restore", rules.Legacy);

    private static string? Restore(string router, string tool, GeneratedRuleset rules)
    {
        if (rules.Rules.Count == 0)
        {
            return null;
        }

        string text = rules.ToText(allTables: true);
        Shell restored = OracleNetwork.Run(router, text, tool);
        if (restored.ExitCode == 0)
        {
            return null;
        }

        string[] lines = text.Split('\n');
        IEnumerable<string> named = LineNumber().Matches(restored.Error)
            .Select(match => int.TryParse(match.Groups[1].Value, out int number) && number <= lines.Length ? lines[number - 1] : "");
        return $"{tool}: {restored.Error.Trim()} {string.Join("; ", named)}";
    }

    [GeneratedRegex(@"line (\d+)")]
    private static partial Regex LineNumber();
}
