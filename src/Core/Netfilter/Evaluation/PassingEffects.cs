using System.Collections.Immutable;
using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>Carries out the targets behind which the next rule is asked (XT_CONTINUE in the kernel).</summary>
internal static class PassingEffects
{
    /// <summary>The packet and its connection behind the rule; null when the target is none of these.</summary>
    public static TableOutcome? Apply(TableOutcome state, Rule rule) => rule.Target switch
    {
        MarkTarget target => state.Step(rule, RuleEffect.Mark, state.Packet with { Mark = target.Apply(state.Packet.Mark) }),
        ConnectionMarkTarget target => ConnectionMark(state, rule, target),
        TimeToLiveTarget target => state.Step(rule, RuleEffect.TimeToLive, state.Packet with { TimeToLive = target.Apply(state.Packet.TimeToLive) }),
        NoTrackTarget => Tell(state.Step(rule, RuleEffect.NoTrack), ConntrackTemplate.NoTrack),
        ConntrackTarget target => Tell(state.Step(rule, RuleEffect.Conntrack), new ConntrackTemplate(false, target.ZoneOf(state.Packet.Mark), target.Helper)),
        SetTarget target => state.Step(rule, RuleEffect.SetUpdate) with { ChangedSets = (state.ChangedSets ?? []).Union(target.Sets) },
        TypeOfServiceTarget target => state.Step(rule, RuleEffect.TypeOfService, state.Packet with
        {
            TypeOfService = target.Apply(state.Packet.TypeOfService),
            RoutedTypeOfService = target.Apply(state.Packet.RoutedTypeOfService) ?? 0,
        }),
        ContinueTarget => state.Step(rule, RuleEffect.Continue),
        _ => null,
    };

    // xt_ct_target() in net/netfilter/xt_CT.c: a packet that has a connection (over loopback), or that an earlier rule spoke of, is left as it is.
    private static TableOutcome Tell(TableOutcome state, ConntrackTemplate template) =>
        state.Connection is not null || state.Template is not null ? state : state with { Template = template };

    private static TableOutcome ConnectionMark(TableOutcome state, Rule rule, ConnectionMarkTarget target)
    {
        if (state.Connection is not { IsTracked: true } connection)
        {
            return state.Step(rule, RuleEffect.Continue);
        }

        (uint ofPacket, uint ofConnection) = target.Apply(state.Packet.Mark, connection.Mark);
        return state.Step(rule, RuleEffect.Mark, state.Packet with { Mark = ofPacket }) with { Connection = connection with { Mark = ofConnection } };
    }
}
