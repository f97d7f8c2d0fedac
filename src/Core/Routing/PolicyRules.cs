using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>The policy rules of a network namespace, those of each family by priority.</summary>
public sealed class PolicyRules
{
    private readonly HashSet<IpFamily> _families;

    private PolicyRules(IReadOnlyList<PolicyRule> rules, IReadOnlyList<UnreadEntry> unread, HashSet<IpFamily> families)
    {
        Rules = rules;
        Unread = unread;
        _families = families;
    }

    /// <summary>The rules of both families in the order in which the kernel tries them.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Entries that are no rule NetPath understands. Any of them could decide a lookup.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; }

    /// <summary>True when the snapshot holds the rules of this family, were there none at all.</summary>
    public bool Holds(IpFamily family) => _families.Contains(family);

    /// <summary>Reads what <c>ip -4|-6 -j rule show</c> printed, with or without -d, -p and -N.</summary>
    /// <param name="rules4">IPv4; null when not collected.</param>
    /// <param name="rules6">IPv6; null when not collected.</param>
    /// <exception cref="SnapshotParseException">A part is not the JSON of this tool.</exception>
    public static PolicyRules Parse(SnapshotPart? rules4, SnapshotPart? rules6 = null)
    {
        List<PolicyRule> rules = [];
        List<UnreadEntry> unread = [];
        HashSet<IpFamily> families = [];
        foreach ((SnapshotPart? part, IpFamily family) in new[] { (rules4, IpFamily.IPv4), (rules6, IpFamily.IPv6) })
        {
            if (part is null)
            {
                continue;
            }

            families.Add(family);
            List<PolicyRule> read = [];
            PolicyRuleParser.Parse(part, family, read, unread);
            // Stable: rules of one priority stay in the order of the dump, which is the kernel's.
            rules.AddRange(read.OrderBy(rule => rule.Priority));
        }

        return new PolicyRules(rules, unread, families);
    }
}
