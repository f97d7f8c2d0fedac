using System.Text.Json.Nodes;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Names the rules of the kernel's events by table, chain and number: nftables tells handles.</summary>
internal sealed class RuleNumbers
{
    private readonly Dictionary<(string Family, string Table, string Chain, ulong Handle), int> _numbers = [];

    /// <summary>Reads the handles from <c>nft -j -a list ruleset</c>.</summary>
    public RuleNumbers(string ruleset)
    {
        Dictionary<(string, string, string), int> counts = [];
        foreach (JsonNode? item in JsonNode.Parse(ruleset)!["nftables"]!.AsArray())
        {
            if (item?["rule"] is JsonNode rule)
            {
                (string, string, string) chain = ((string)rule["family"]!, (string)rule["table"]!, (string)rule["chain"]!);
                int number = counts[chain] = counts.GetValueOrDefault(chain) + 1;
                _numbers[(chain.Item1, chain.Item2, chain.Item3, (ulong)rule["handle"]!)] = number;
            }
        }
    }

    /// <summary>The number of the rule that the event speaks of; null when it speaks of a chain's end or policy.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="family">The packet's version.</param>
    /// <param name="count">Tells how many rules a chain of a table has.</param>
    public int? Of(KernelTraceEvent happened, IpFamily family, Func<string, string, int> count)
    {
        if (happened.Backend == RulesetBackend.NfTables)
        {
            // An event of kind "return" or "policy" names no rule.
            return happened.Step == KernelTraceStep.Rule && happened.RuleHandle is ulong handle
                ? _numbers.GetValueOrDefault((family == IpFamily.IPv4 ? "ip" : "ip6", happened.Table, happened.Chain, handle), -1)
                : null;
        }

        // get_chainname_rulenum() in ip_tables.c: a rule without conditions whose target is a verdict is reported as the chain's end, with its number.
        return happened.RuleNumber is int number && number <= count(happened.Table, happened.Chain) ? number : null;
    }
}
