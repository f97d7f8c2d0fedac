using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing;

/// <summary>Makes packets of the events of a trace: looks their rules up and says how each ended.</summary>
/// <param name="finder">The rules; null when there is no snapshot.</param>
internal sealed class KernelPacketBuilder(RuleFinder? finder)
{
    private readonly VerdictReading _verdicts = new(finder);
    private int _number;

    /// <summary>Makes the next packet.</summary>
    public KernelPacket Build(KernelEventGroup group)
    {
        TracedStep[] traced = Trace(group);
        (KernelVerdict verdict, string reason) = _verdicts.Read(traced, group.EndsTrace);
        KernelStep[] steps = [.. StepWording.Write(traced)];
        KernelTraceEvent first = group.Events[0];
        return new KernelPacket
        {
            Number = ++_number,
            Time = first.Time,
            Stamp = first.Stamp,
            Namespace = finder?.Space.Name,
            Backend = first.Backend.ToString(),
            Packet = traced.Select(step => step.Packet).FirstOrDefault(packet => packet is not null),
            LastPacket = traced[^1].Packet,
            InInterface = group.Events.Select(step => step.InInterface).FirstOrDefault(name => name is not null),
            OutInterface = group.Events.Select(step => step.OutInterface).LastOrDefault(name => name is not null),
            Service = steps.Select(step => step.Service).FirstOrDefault(name => name is not null),
            Verdict = verdict.ToString(),
            Reason = reason,
            Steps = steps,
            Problems = [.. Problems(group, steps)],
            Origin = finder?.Space.Snapshot,
        };
    }

    // Events of nftables carry headers at the first step of a hook only: the steps behind it have the same.
    private TracedStep[] Trace(KernelEventGroup group)
    {
        TracedStep[] traced = new TracedStep[group.Events.Count];
        Packet? headers = null;
        for (int i = 0; i < traced.Length; i++)
        {
            KernelTraceEvent step = group.Events[i];
            headers = step.Packet ?? headers;
            FoundRule? found = finder?.Find(step.Packet is null ? step with { Packet = headers } : step);
            traced[i] = new TracedStep(step, headers, found);
        }

        for (int i = 0; i + 1 < traced.Length; i++)
        {
            traced[i] = Contradicted(traced[i], traced[i + 1]);
        }

        return traced;
    }

    // A jump leads to its chain at once: when the next step is elsewhere, the snapshot's rule is not the one that was traced. Legacy iptables reports
    // the end of each chain, nftables does not.
    private static TracedStep Contradicted(TracedStep step, TracedStep next)
    {
        bool sameTable = step.Event.Table == next.Event.Table && step.Event.Backend == Netfilter.RulesetBackend.Legacy && HookPlace.Of(next.Event.Backend, next.Event.Table, next.Event.Chain) is null;
        return sameTable && step.Event.Step == KernelTraceStep.Rule && step.Found?.Rule is { Target: Netfilter.Targets.JumpTarget jump } rule && jump.Chain != next.Event.Chain
            ? step with { Found = FoundRule.Missing($"rule {rule.Number} of the snapshot jumps to {jump.Chain}, and the packet went to {next.Event.Chain}: the rules have changed") }
            : step;
    }

    private static IEnumerable<string> Problems(KernelEventGroup group, KernelStep[] steps)
    {
        if (group.Doubt is string doubt)
        {
            yield return doubt;
        }

        if (group.StartsInside)
        {
            yield return "the trace begins in the middle of the packet's way";
        }

        if (group.LeftOut > 0)
        {
            yield return $"{group.LeftOut} more steps were left out";
        }

        foreach (KernelStep step in steps.Where(step => step.Problem is not null && !step.IsDetail))
        {
            yield return $"{step.Table} {step.Chain}: {step.Problem}";
        }
    }
}
