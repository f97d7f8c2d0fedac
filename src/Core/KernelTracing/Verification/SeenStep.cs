using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>One event of the probe or its answer, with what is known about it.</summary>
/// <param name="Event">What the kernel reported.</param>
/// <param name="Packet">The headers at that moment.</param>
/// <param name="Found">What the snapshot holds there; null for events of the trace table itself.</param>
/// <param name="Hook">The hook of iptables' base chain that the step is in; null in other tables.</param>
internal sealed record SeenStep(KernelTraceEvent Event, Packet Packet, FoundRule? Found, Hook? Hook)
{
    /// <summary>True for an event of the trace table's own.</summary>
    public bool IsCheckpoint => TraceCheckpoint.IsOne(Event);

    /// <summary>The event as evidence: the kernel's line; of the trace table's own events what they say of the packet, in the words of nft.</summary>
    public string Line
    {
        get
        {
            if (!IsCheckpoint)
            {
                return Event.Text;
            }

            string devices = $"{(Event.InInterface is string into ? $"iif \"{into}\" " : "")}{(Event.OutInterface is string from ? $"oif \"{from}\" " : "")}";
            string family = Packet.Version == IpFamily.IPv4 ? "ip" : "ip6";
            string protocol = ProtocolName.Of(Packet.Transport);
            return $"trace id {Event.PacketId ?? 0:x8} {Event.Chain} packet: {devices}{family} saddr {Packet.Source} {family} daddr {Packet.Destination} {protocol} sport {Packet.SourcePort} {protocol} dport {Packet.DestinationPort}";
        }
    }

    /// <summary>True when a rule matched. Legacy iptables says "policy" and "return" of some rules.</summary>
    public bool IsRule => Event.Step == KernelTraceStep.Rule || Found?.Rule is not null;

    /// <summary>The rule's place in its chain; null when that is not known.</summary>
    public int? RuleNumber => Found?.Number ?? (Event.Step == KernelTraceStep.Rule ? Event.RuleNumber : null);

    /// <summary>What the kernel did, for a sentence: the table, chain and rule, with its text where the snapshot has it.</summary>
    public string Words => Event.Step == KernelTraceStep.Policy && !IsRule
        ? $"the policy of {Event.Table} {Event.Chain}{(Event.Verdict is string verdict ? $" ({verdict})" : "")}"
        : $"{Event.Table} {Event.Chain} {Rule}{(Found?.Rule?.Target.Name is { Length: > 0 } target ? $" ({target})" : Event.Target is string chain ? $" (-> {chain})" : Event.Verdict is string made ? $" ({made})" : "")}";

    private string Rule => RuleNumber is int number ? $"rule {number}" : $"a rule that the snapshot does not hold{(Event.RuleHandle is ulong handle ? $", handle {handle}" : "")}";
}
