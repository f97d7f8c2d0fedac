using System.Text;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Writes policy rules in the order of <c>ip rule show</c>.</summary>
internal static class PolicyRuleText
{
    private static readonly Dictionary<int, string> Protocols = new() { [1] = "icmp", [6] = "tcp", [17] = "udp", [58] = "ipv6-icmp", [132] = "sctp" };

    public static string Format(PolicyRule rule)
    {
        StringBuilder text = new($"{rule.Priority}:");
        text.Append(rule.Not ? " not" : "").Append(" from ").Append(rule.From is IpPrefix from ? Prefix(from) : "all");
        Add(text, "to", rule.To is IpPrefix to ? Prefix(to) : null);
        Add(text, "tos", rule.Tos == 0 ? null : $"0x{rule.Tos:x2}");
        Add(text, "fwmark", Mark(rule));
        Add(text, "iif", rule.InInterface is null ? null : rule.InInterface + (rule.InInterfaceDetached ? " [detached]" : ""));
        Add(text, "oif", rule.OutInterface is null ? null : rule.OutInterface + (rule.OutInterfaceDetached ? " [detached]" : ""));
        Add(text, "uidrange", rule.UidRange is NumberRange users ? $"{users.First}-{users.Last}" : null);
        Add(text, "ipproto", rule.IpProtocol is int protocol ? Protocols.GetValueOrDefault(protocol, $"ipproto-{protocol}") : null);
        Add(text, "sport", rule.SourcePorts?.ToString());
        Add(text, "dport", rule.DestinationPorts?.ToString());
        Add(text, "tun_id", rule.TunId?.ToString());
        Add(text, "dscp", rule.Dscp?.ToString());
        text.Append(string.Concat(rule.UnknownSelectors.Select(selector => $" {selector}")));
        return text.Append(Target(rule)).ToString();
    }

    private static string Target(PolicyRule rule) => rule.Action switch
    {
        PolicyRuleAction.Lookup => $" lookup {(rule.L3mdev ? "[l3mdev-table]" : rule.TableName)}"
            + (rule.SuppressPrefixLength is int length ? $" suppress_prefixlength {length}" : "")
            + (rule.SuppressInterfaceGroup is string group ? $" suppress_ifgroup {group}" : ""),
        PolicyRuleAction.Goto => $" goto {rule.Goto}",
        PolicyRuleAction.Unknown => "",
        _ => $" {rule.Action.ToString().ToLowerInvariant()}",
    };

    private static string? Mark(PolicyRule rule) => rule.FwMark is not uint mark ? null
        : rule.FwMask is uint mask && mask != uint.MaxValue ? $"0x{mark:x}/0x{mask:x}" : $"0x{mark:x}";

    // Unlike a route's, a rule's prefix of length 0 is written out.
    private static string Prefix(IpPrefix prefix) => prefix.Length == prefix.Address.Width ? prefix.Address.ToString() : prefix.ToString();

    private static void Add(StringBuilder text, string word, string? value)
    {
        if (value is not null)
        {
            text.Append(' ').Append(word).Append(' ').Append(value);
        }
    }
}
