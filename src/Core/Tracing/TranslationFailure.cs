using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Why a virtual IP was not translated.</summary>
/// <param name="Fault">The link of the chains that failed.</param>
/// <param name="Hop">The last rule that had a part in it; null when none had.</param>
/// <param name="Hook">PREROUTING or OUTPUT: where kube-proxy's rules should have been asked.</param>
/// <param name="Text">The same as a clause.</param>
internal sealed record TranslationFailure(TranslationFault Fault, RuleHop? Hop, string Hook, string Text)
{
    /// <summary>Reads it from the hops of a packet that still carries the virtual IP.</summary>
    public static TranslationFailure Of(NodeNetwork network, IEnumerable<Hop> way, Packet packet)
    {
        Hop[] here = [.. way.Where(hop => hop.Place == network.Host.Name)];
        string hook = Array.Exists(here, hop => hop is SocketHop { Sends: true }) ? "OUTPUT" : "PREROUTING";
        RuleHop[] hops = [.. here.OfType<RuleHop>()];
        if (Array.Find(hops, hop => hop.Effect == nameof(RuleEffect.NoTrack)) is RuleHop untracked)
        {
            return new TranslationFailure(TranslationFault.Untracked, untracked, hook, $"{Name(untracked)} takes it out of connection tracking, and with that out of every translation");
        }

        RuleHop[] nat = [.. hops.Where(hop => hop.Table == nameof(TableKind.Nat) && hop.Hook is nameof(Netfilter.Hook.Prerouting) or nameof(Netfilter.Hook.Output))];
        if (Array.FindLast(nat, hop => hop.Effect == nameof(RuleEffect.Accept)) is RuleHop accepted)
        {
            return new TranslationFailure(TranslationFault.Accepted, accepted, hook, $"{Name(accepted)} accepts it before kube-proxy's rules are done");
        }

        RuleHop? last = Array.FindLast(nat, hop => hop.Effect == nameof(RuleEffect.Jump) && hop.Target.StartsWith("KUBE-", StringComparison.Ordinal) && hop.Target is not ("KUBE-MARK-MASQ" or "KUBE-NODEPORTS"));
        return last?.Target switch
        {
            null => new TranslationFailure(TranslationFault.NotHooked, null, hook, $"no rule of nat {hook} sends it to KUBE-SERVICES"),
            "KUBE-SERVICES" => new TranslationFailure(TranslationFault.NoRule, last, hook, $"no rule of KUBE-SERVICES takes {packet.DestinationEndpoint} over {packet.Protocol.ToUpperInvariant()}"),
            _ => InChain(network, last, hook),
        };
    }

    private static TranslationFailure InChain(NodeNetwork network, RuleHop last, string hook)
    {
        Chain? chain = network.Host.Netfilter?.Rulesets.Select(ruleset => ruleset.Find(TableKind.Nat, last.Target)).FirstOrDefault(one => one is not null);
        bool translates = chain?.Rules.Any(rule => rule.Target is DestinationNatTarget) == true;
        string state = chain is null or { RuleCount: 0 } ? "which is empty" : translates ? "whose DNAT rule does not match" : "which translates nothing";
        return new TranslationFailure(translates ? TranslationFault.NoMatch : TranslationFault.EmptyChain, last, hook, $"{Name(last)} sends it to {last.Target}, {state}");
    }

    private static string Name(RuleHop hop) => $"{hop.Table.ToLowerInvariant()} {hop.Chain} rule {hop.RuleNumber}";
}
