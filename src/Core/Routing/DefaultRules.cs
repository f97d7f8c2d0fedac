using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>The policy rules that the kernel makes in a new namespace.</summary>
internal static class DefaultRules
{
    private static readonly (uint Priority, long Table)[] Ipv4 = [(0, RouteTableName.Local), (32766, RouteTableName.Main), (32767, RouteTableName.Default)];

    /// <summary>True for exactly the three IPv4 rules that the kernel starts with.</summary>
    public static bool AreUnchanged(IReadOnlyList<PolicyRule> rules) => rules.Count == Ipv4.Length
        && rules.Zip(Ipv4).All(pair => IsPlain(pair.First) && pair.First.Priority == pair.Second.Priority && pair.First.Table == pair.Second.Table);

    // ToString writes every selector, so that a rule without any reads like this.
    private static bool IsPlain(PolicyRule rule) => rule.Family == IpFamily.IPv4 && rule.ToString() == $"{rule.Priority}: from all lookup {rule.TableName}";
}
