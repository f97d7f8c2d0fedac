using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>Carries out the targets behind which no rule of this table is asked.</summary>
internal static class FinalEffects
{
    /// <summary>The ways that the packet can take from here; null when the target is none of these.</summary>
    public static IReadOnlyList<TableOutcome>? Apply(TableOutcome state, Rule rule, EvaluationContext context) => rule.Target switch
    {
        AcceptTarget => [state.Step(rule, RuleEffect.Accept).End(TableVerdict.Accept, rule)],
        DropTarget => [state.Step(rule, RuleEffect.Drop).End(TableVerdict.Drop, rule)],
        RejectTarget target => [Reject(state.Step(rule, RuleEffect.Reject), rule, target)],
        DestinationNatTarget target => [NatTranslation.Destination(state.Step(rule, RuleEffect.DestinationNat), rule, target, context)],
        SourceNatTarget target => [NatTranslation.Source(state.Step(rule, RuleEffect.SourceNat), rule, target, context)],
        NetworkMapTarget target => [NatTranslation.NetworkMap(state.Step(rule, context.Hook is Hook.Prerouting or Hook.Output ? RuleEffect.DestinationNat : RuleEffect.SourceNat), rule, target, context)],
        TransparentProxyTarget target => ProxyAssignment.Ways(state, rule, target, context),
        QueueTarget target => Queue(state.Step(rule, RuleEffect.Queue), rule, target),
        _ => null,
    };

    private static TableOutcome Reject(TableOutcome state, Rule rule, RejectTarget target)
    {
        if (!target.FitsInto(state.Packet.Version))
        {
            return state.End(TableVerdict.Unknown, rule, $"{target.With} is no answer of {state.Packet.Version}: the dump is damaged");
        }

        return target.AnswerTo(state.Packet) is string answer
            ? state.End(TableVerdict.Reject, rule) with { RejectWith = answer }
            : state.End(TableVerdict.Drop, rule, $"{target.With} answers no such packet, so that nobody is told");
    }

    // What the program lets through goes on to the next hook (nf_reinject in net/netfilter/nfnetlink_queue.c), not to the next rule.
    private static TableOutcome[] Queue(TableOutcome state, Rule rule, QueueTarget target)
    {
        string what = $"{rule.Chain.Name} rule {rule.Number}: a program decides about the packet ({target.Kind}{(target.Options.Length > 0 ? $" {target.Options}" : "")})"
            + (target.Bypass ? ", or none does, and it goes on" : ", or none does, and it is dropped");
        return
        [
            state.Assuming($"taken to let the packet go on: {what}", rule, matched: false).End(TableVerdict.Accept, rule),
            state.Assuming($"taken to decide: {what}", rule, matched: true).End(TableVerdict.Unknown, rule, what),
        ];
    }
}
