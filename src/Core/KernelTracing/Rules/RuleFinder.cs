using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing.Rules;

/// <summary>
/// Finds the rule behind a step of a trace in the rules of one namespace of a snapshot: legacy rules by their number, nftables' by their handle, or by the text
/// that the step carries. Rules may have changed between the trace and the snapshot: what does not fit is said, not guessed.
/// </summary>
internal sealed class RuleFinder(NetworkNamespace space)
{
    private RuleHandles? _handles;

    /// <summary>The namespace whose rules these are.</summary>
    public NetworkNamespace Space { get; } = space;

    /// <summary>Finds what the snapshot holds for a step.</summary>
    public FoundRule Find(KernelTraceEvent step)
    {
        if (!Enum.TryParse(step.Table, ignoreCase: true, out TableKind table) || (step.Backend == RulesetBackend.NfTables && step.Family is not ("ip" or "ip6" or null)))
        {
            return FindNative(step);
        }

        IpFamily family = step.Family == "ip6" || (step.Family is null && step.Packet?.Version == IpFamily.IPv6) ? IpFamily.IPv6 : IpFamily.IPv4;
        Ruleset? ruleset = Space.Netfilter.Rulesets.FirstOrDefault(one => one.Family == family && one.Backend == step.Backend);
        Chain? chain = ruleset?.Find(table, step.Chain);
        if (chain is null)
        {
            FoundRule native = step.Backend == RulesetBackend.NfTables ? FindNative(step) : FoundRule.Missing("");
            return native.Evidence is not null ? native : FoundRule.Missing(ruleset is null
                ? $"the snapshot holds no {(step.Backend == RulesetBackend.Legacy ? "legacy" : "nftables")} rules for {family} in {Space.Name}"
                : $"the snapshot's {step.Table} table has no chain {step.Chain}");
        }

        return step.Backend == RulesetBackend.Legacy ? FindByNumber(step, chain) : FindNft(step, chain, family);
    }

    // The kernel takes an unconditional rule that accepts, drops or returns for the chain's end (ip_tables.c, get_chainname_rulenum): its
    // number tells which it was.
    private static FoundRule FindByNumber(KernelTraceEvent step, Chain chain)
    {
        int number = step.RuleNumber ?? 0;
        if (number >= 1 && number <= chain.RuleCount)
        {
            Rule rule = chain.Rule(number);
            return step.Step != KernelTraceStep.Rule && rule.Matches.Count > 0
                ? FoundRule.Missing($"the chain had {Count(number - 1)} when it was traced, and has {chain.RuleCount} in the snapshot") with { Policy = Policy(step, chain) }
                : Checked(step, rule);
        }

        if (step.Step == KernelTraceStep.Rule)
        {
            return FoundRule.Missing($"rule {number} is not in the snapshot, where the chain has {Count(chain.RuleCount)}");
        }

        string? changed = number == chain.RuleCount + 1 ? null : $"the chain had {Count(number - 1)} when it was traced, and has {chain.RuleCount} in the snapshot";
        return End(step, chain) with { Problem = changed };
    }

    private FoundRule FindNft(KernelTraceEvent step, Chain chain, IpFamily family)
    {
        if (step.Step != KernelTraceStep.Rule)
        {
            return End(step, chain);
        }

        RuleHandles handles = _handles ??= RuleHandles.Read(Space);
        HandledChain? handled = handles.Find(family == IpFamily.IPv6 ? "ip6" : "ip", step.Table, step.Chain);
        if (step.RuleHandle is ulong handle && handled?.Find(handle) is (int number, int offset, int length))
        {
            // iptables-nft-save leaves rules out that it cannot write; then places no longer fit.
            if (handled.RuleCount != chain.RuleCount)
            {
                return new FoundRule { Number = number, Evidence = handles.Evidence(offset, length), Problem = $"iptables-nft-save printed {chain.RuleCount} of the chain's {Count(handled.RuleCount)}" };
            }

            Rule rule = chain.Rule(number);
            return RuleWording.IsSave(step.RuleText) && !RuleWording.Same(step.RuleText!, rule)
                ? FoundRule.Missing($"rule {number} of the snapshot has the handle {handle}, and reads otherwise")
                : Checked(step, rule);
        }

        return FindByText(step, chain) ?? FoundRule.Missing(
            step.RuleHandle is not ulong missing ? "the trace names no handle, and its text fits no rule or several; nft -a monitor trace prints handles"
            : handles.Problem ?? $"the snapshot's chain has no rule with the handle {missing}: it was written anew") with
        { IsUnknown = handles.Problem is not null };
    }

    // kube-proxy writes chains anew, with new handles and the same rules.
    private static FoundRule? FindByText(KernelTraceEvent step, Chain chain)
    {
        if (step.RuleText is null)
        {
            return null;
        }

        Rule[] fitting = [.. chain.Rules.Where(rule => RuleWording.Fits(step, rule)).Take(2)];
        return fitting is [Rule only] ? Checked(step, only) : null;
    }

    private FoundRule FindNative(KernelTraceEvent step)
    {
        RuleHandles handles = _handles ??= RuleHandles.Read(Space);
        if (step.RuleHandle is not ulong handle)
        {
            return step.Step == KernelTraceStep.Rule ? FoundRule.Missing("the trace names no handle; nft -a monitor trace prints handles") : new FoundRule();
        }

        return handles.Find(step.Family ?? "ip", step.Table, step.Chain)?.Find(handle) is (int number, int offset, int length)
            ? new FoundRule { Number = number, Evidence = handles.Evidence(offset, length) }
            : FoundRule.Missing(handles.Problem ?? $"the snapshot's chain has no rule with the handle {handle}");
    }

    private static FoundRule End(KernelTraceEvent step, Chain chain) => step.Step == KernelTraceStep.Return ? new FoundRule() : new FoundRule
    {
        Policy = Policy(step, chain),
        Evidence = chain.Line > 0 ? new Evidence(chain.File, chain.Line, $":{chain.Name} {chain.Policy} {chain.Counters}") : null,
        Problem = step.Verdict is string traced && chain.Policy is string held && !traced.Equals(held, StringComparison.OrdinalIgnoreCase) ? $"the policy is {held} in the snapshot" : null,
    };

    private static string? Policy(KernelTraceEvent step, Chain chain) =>
        step.Step != KernelTraceStep.Policy ? null : step.Verdict?.ToUpperInvariant() ?? chain.Policy;

    // A rule that cannot match the packet is not the one that matched it.
    private static FoundRule Checked(KernelTraceEvent step, Rule rule)
    {
        if (step.Packet is not Packet packet)
        {
            return FoundRule.From(rule);
        }

        Match? against = rule.Matches.FirstOrDefault(match => match switch
        {
            AddressMatch address => address.Prefix.Contains(address.IsSource ? packet.SourceAddress : packet.DestinationAddress) == address.Negated,
            ProtocolMatch protocol => packet.Transport != Protocol.Any && protocol.Protocol != Protocol.Any && (protocol.Protocol == packet.Transport) == protocol.Negated,
            PortMatch ports => packet.Transport != Protocol.Any && (ports.Protocol != packet.Transport || Misses(ports.Destination, ports.DestinationNegated, packet.DestinationPort) || Misses(ports.Source, ports.SourceNegated, packet.SourcePort)),
            _ => false,
        });
        return against is null ? FoundRule.From(rule) : FoundRule.Missing($"rule {rule.Number} of the snapshot does not match this packet: the rules have changed");
    }

    private static bool Misses(PortRange? range, bool negated, int? port) => range is PortRange known && port is not null && known.Holds(port).NotIf(negated) == Truth.No;

    private static string Count(int rules) => $"{rules} {(rules == 1 ? "rule" : "rules")}";
}
