using System.Globalization;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>Finds the ranges that source ports come from: ip_local_port_range for sockets, the ports of MASQUERADE and SNAT rules for translated sources.</summary>
internal static class SourcePortRanges
{
    private const string Range = "net/ipv4/ip_local_port_range";
    private const string Reserved = "net/ipv4/ip_local_reserved_ports";

    // More rules than those that lead from POSTROUTING to a masquerade: a chain of Services or endpoints, which has none.
    private const int MostRules = 200;

    /// <summary>The ports that sockets of a namespace take by themselves, for both families; null when the setting was not collected.</summary>
    public static SourcePortRange? OfSockets(NetworkNamespace space)
    {
        SysctlTable? settings = space.Collected(one => one.Sysctl);
        string[] parts = settings?.TryGet(Range, out string? value) == true ? value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
        return parts.Length == 2 && Port(parts[0]) is int first && Port(parts[1]) is int last && first <= last
            ? new SourcePortRange(new PortRange(first, last), ReservedIn(settings!, first, last), settings!.EvidenceFor(Range))
            : null;
    }

    /// <summary>The ranges that MASQUERADE and SNAT rules name, in the chains that POSTROUTING leads to; empty when none names one, and when the rules were not collected.</summary>
    public static IReadOnlyList<SourcePortRange> OfTranslations(NetworkNamespace space, IpFamily family)
    {
        List<SourcePortRange> ranges = [];
        foreach (Ruleset ruleset in space.Collected(one => one.Netfilter)?.For(family) ?? [])
        {
            HashSet<string> seen = [];
            Stack<string> chains = new(["POSTROUTING"]);
            while (chains.TryPop(out string? name))
            {
                if (seen.Add(name) && ruleset.Find(TableKind.Nat, name) is Chain { RuleCount: <= MostRules } chain)
                {
                    Look(chain, chains, ranges);
                }
            }
        }

        return ranges;
    }

    private static void Look(Chain chain, Stack<string> chains, List<SourcePortRange> ranges)
    {
        foreach (Rule rule in chain.Rules)
        {
            switch (rule.Target)
            {
                case JumpTarget jump:
                    chains.Push(jump.Chain);
                    break;
                case SourceNatTarget { Ports: PortRange ports } when ports.First < ports.Last:
                    ranges.Add(new SourcePortRange(ports, 0, rule.Evidence));
                    break;
            }
        }
    }

    private static int ReservedIn(SysctlTable settings, int first, int last)
    {
        int count = 0;
        foreach (string part in settings.TryGet(Reserved, out string? value) ? value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [])
        {
            string[] ends = part.Split('-');
            if (Port(ends[0]) is int low && Port(ends[^1]) is int high)
            {
                count += Math.Max(0, Math.Min(high, last) - Math.Max(low, first) + 1);
            }
        }

        return count;
    }

    private static int? Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;
}
