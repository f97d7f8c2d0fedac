using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing;

/// <summary>One step that the kernel itself reported of a traced packet: a TRACE event of legacy iptables, or an nftables trace event.</summary>
public sealed record KernelTraceEvent
{
    /// <summary>Which kernel interface reported it.</summary>
    public required RulesetBackend Backend { get; init; }

    /// <summary>What was reported.</summary>
    public required KernelTraceStep Step { get; init; }

    /// <summary>The table, such as nat; of native nftables the table's own name.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>
    /// The rule's number in its chain, counted from 1 (legacy iptables); null in nftables. The end of a chain counts as the rule behind its last.
    /// Legacy iptables also says "policy" (in a base chain) and "return" (in another) of a rule that has no condition and a bare verdict, such as
    /// <c>-A INPUT -j DROP</c>; then this is that rule's number (get_chainname_rulenum() in net/ipv4/netfilter/ip_tables.c).
    /// </summary>
    public int? RuleNumber { get; init; }

    /// <summary>The rule's handle (nftables); null in legacy iptables and where no rule is meant.</summary>
    public ulong? RuleHandle { get; init; }

    /// <summary>What the kernel did next, in nftables' words (accept, drop, jump, goto, return, continue); null in legacy iptables, which does not say.</summary>
    public string? Verdict { get; init; }

    /// <summary>The chain that a jump or goto leads to; null otherwise.</summary>
    public string? Target { get; init; }

    /// <summary>The kernel's own number for the packet in this namespace (nftables trace id); null in legacy iptables.</summary>
    public uint? PacketId { get; init; }

    /// <summary>Where in the stack (legacy iptables through nfnetlink_log); null when the event does not say.</summary>
    public Hook? Hook { get; init; }

    /// <summary>When the kernel saw it; null when the event does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Interface that the packet came in by; null when it has none here.</summary>
    public string? InInterface { get; init; }

    /// <summary>Interface that the packet leaves by; null when it has none here.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The headers and mark as they were at this step; null when the event carries none (nftables sends them with the first event of a hook).</summary>
    public Packet? Packet { get; init; }

    /// <summary>The table's family in nftables' words: ip, ip6, inet, …; null when the event does not say.</summary>
    public string? Family { get; init; }

    /// <summary>What tells the packet from others on the same flow; null when the event carries no headers, or they were not kept.</summary>
    public PacketIdentity? Identity { get; init; }

    /// <summary>The rule as the tool printed it into the event, in the tool's own language; null when the event holds none.</summary>
    public string? RuleText { get; init; }

    /// <summary>What connection tracking said of the packet, in nft's words; null when the event does not say (nft prints it since 1.1.4).</summary>
    public string? Conntrack { get; init; }

    /// <summary>Time since the kernel started, as kernel logs give it; null when the event does not say.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The time as the log wrote it, which may lack the year; null when there was none.</summary>
    public string? Stamp { get; init; }

    /// <summary>File and line of the log that the event was read from; null when it came from the kernel itself.</summary>
    public Evidence? Origin { get; init; }

    /// <summary>The event as the kernel worded it, or in the form of the tool that prints such events.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
