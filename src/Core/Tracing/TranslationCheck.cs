using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Tracing;

/// <summary>
/// A packet that still carries a Service's virtual IP when it leaves the rules goes nowhere good: no machine has that address. Finds such packets, and
/// the link of kube-proxy's chains that failed to translate them.
/// </summary>
internal static class TranslationCheck
{
    /// <summary>Why the virtual IP was not translated, in a sentence; null when the packet is not for one, was translated, or was stopped by a rule.</summary>
    public static string? Problem(WalkState end, Disposition disposition)
    {
        bool passedOn = disposition is Disposition.LeavesSnapshot or Disposition.ForwardingDisabled or Disposition.NoRoute or Disposition.Blackholed
            or Disposition.Unreachable or Disposition.Prohibited or Disposition.NeighbourUnresolved;
        NodeNetwork network = end.Space.Node;
        RuleHop[] hops = [.. end.Hops.OfType<RuleHop>().Where(hop => hop.Place == network.Host.Name)];
        if (!passedOn || end.IsReply || !PassedTheRules(network, end) || !IsVirtual(network, end))
        {
            return null;
        }

        return $"the virtual IP {end.Packet.Destination} was not translated: {Why(network, end, hops)}";
    }

    // Arrived on the node, or sent by it: a packet that finds no route in the first place never comes to the rules of OUTPUT.
    private static bool PassedTheRules(NodeNetwork network, WalkState end)
    {
        string host = network.Host.Name;
        return end.Hops.Exists(hop => hop is SocketHop { Sends: true } && hop.Place == host)
            || end.Hops.Exists(hop => hop is LinkHop link && link.PeerPlace == host)
            || (end.Hops.Count > 0 && end.Hops[0] is LinkHop && end.Hops[0].Place == host);
    }

    private static bool IsVirtual(NodeNetwork network, WalkState end) =>
        network.Host.Netfilter is not null && network.Host.Space.Services.Knows(end.Packet.DestinationAddress);

    private static string Why(NodeNetwork network, WalkState end, RuleHop[] hops)
    {
        if (Array.Find(hops, hop => hop.Effect == nameof(RuleEffect.NoTrack)) is RuleHop untracked)
        {
            return $"{Name(untracked)} takes it out of connection tracking, and with that out of every translation";
        }

        RuleHop[] nat = [.. hops.Where(hop => hop.Table == nameof(TableKind.Nat) && hop.Hook is nameof(Hook.Prerouting) or nameof(Hook.Output))];
        string hook = end.Hops.Exists(hop => hop is SocketHop { Sends: true } && hop.Place == network.Host.Name) ? "OUTPUT" : "PREROUTING";
        if (Array.FindLast(nat, hop => hop.Effect == nameof(RuleEffect.Accept)) is RuleHop accepted)
        {
            return $"{Name(accepted)} accepts it before kube-proxy's rules are done";
        }

        RuleHop? last = Array.FindLast(nat, hop => hop.Effect == nameof(RuleEffect.Jump) && hop.Target != "KUBE-MARK-MASQ");
        if (last is null)
        {
            return $"no rule of nat {hook} sends it to KUBE-SERVICES";
        }

        return last.Target == "KUBE-SERVICES"
            ? $"no rule of KUBE-SERVICES takes {end.Packet.Endpoint(end.Packet.DestinationAddress, end.Packet.DestinationPort)} over {end.Packet.Protocol.ToUpperInvariant()}"
            : $"{Name(last)} sends it to {last.Target}, {Emptiness(network, last.Target)}";
    }

    private static string Emptiness(NodeNetwork network, string chain)
    {
        Chain? found = network.Host.Netfilter!.Rulesets.Select(ruleset => ruleset.Find(TableKind.Nat, chain)).FirstOrDefault(one => one is not null);
        return found is null or { RuleCount: 0 } ? "which is empty"
            : found.Rules.Any(rule => rule.Target is DestinationNatTarget) ? "whose DNAT rule does not match"
            : "which translates nothing";
    }

    private static string Name(RuleHop hop) => $"{hop.Table.ToLowerInvariant()} {hop.Chain} rule {hop.RuleNumber}";
}
