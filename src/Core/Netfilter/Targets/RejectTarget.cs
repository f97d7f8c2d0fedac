using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Targets;

/// <summary>REJECT: the packet ends here, and the sender gets an ICMP error or a TCP reset.</summary>
/// <param name="With">What the sender gets, such as icmp-port-unreachable or tcp-reset; empty when the rule does not say.</param>
public sealed record RejectTarget(string With) : Target
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["net-unreach"] = "icmp-net-unreachable",
        ["host-unreach"] = "icmp-host-unreachable",
        ["proto-unreach"] = "icmp-proto-unreachable",
        ["net-prohib"] = "icmp-net-prohibited",
        ["host-prohib"] = "icmp-host-prohibited",
        ["admin-prohib"] = "icmp-admin-prohibited",
        ["no-route"] = "icmp6-no-route",
        ["adm-prohibited"] = "icmp6-adm-prohibited",
        ["addr-unreach"] = "icmp6-addr-unreachable",
        ["policy-fail"] = "icmp6-policy-fail",
        ["reject-route"] = "icmp6-reject-route",
        ["tcp-rst"] = "tcp-reset",
    };

    /// <inheritdoc/>
    public override string Name => "REJECT";

    /// <summary>The full name of an answer, of which iptables takes short forms too.</summary>
    internal static string FullName(string name) => Names.GetValueOrDefault(name, name);

    /// <summary>What the sender of this packet gets; null when nothing can be sent, so that the packet is only dropped.</summary>
    internal string? AnswerTo(Packet packet)
    {
        if (With is "" or "port-unreach")
        {
            return packet.Version == IpFamily.IPv4 ? "icmp-port-unreachable" : "icmp6-port-unreachable";
        }

        // nf_reject_ip_tcphdr_get() in net/ipv4/netfilter/nf_reject_ipv4.c: no reset for what is no TCP, nor for a reset.
        return With == "tcp-reset" && (packet.Transport != Protocol.Tcp || packet.Flags.HasFlag(TcpFlags.Rst)) ? null : With;
    }

    /// <summary>True when the answer exists in this IP version.</summary>
    internal bool FitsInto(IpFamily family) => With.StartsWith("icmp6-", StringComparison.Ordinal) ? family == IpFamily.IPv6
        : !With.StartsWith("icmp-", StringComparison.Ordinal) || family == IpFamily.IPv4;
}
