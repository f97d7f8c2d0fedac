using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Policies;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Turns the rules that matched into hops, and tells those that decided from those that were only passed.</summary>
internal static class RuleHops
{
    /// <summary>The hops of the walk so far, and those of this table.</summary>
    public static HopList Append(WalkState state, Hook hook, TableKind table, Ruleset ruleset, TableOutcome outcome)
    {
        RuleStep[] steps = RuleStep.InOrder(outcome.LastStep);
        bool[] decisive = Decisive(steps);
        HopList hops = state.Hops;
        for (int i = 0; i < steps.Length; i++)
        {
            hops = hops.Add(Make(state, hook, table, ruleset, steps[i], !decisive[i]));
        }

        return outcome.Decider is null && PolicyHop(state, hook, table, ruleset, outcome) is RuleHop policy ? hops.Add(policy) : hops;
    }

    /// <summary>A sentence that names the rule or the policy that decided.</summary>
    public static string Describe(NamespaceView space, TableOutcome outcome, Hook hook, TableKind table, string verdict)
    {
        string where = table.ToString().ToLowerInvariant();
        return outcome.Decider is Rule rule
            ? $"{where} {rule.Chain.Name} rule {rule.Number}{verdict}{(rule.Comment.Length > 0 ? $" ({PlainText.Clean(rule.Comment)})" : "")}{For(RuleSubjects.Of(space.Space).Find(rule))}"
            : $"the policy of {where} {hook.ToString().ToUpperInvariant()}{verdict}, since no rule accepts it";
    }

    // A Service's name stands in the comment already.
    private static string For(RuleSubject? subject) => subject is null or { Kind: nameof(RuleSubjectKind.Service) } ? ""
        : $", for {subject}{(subject.Policies.Length > 0 ? $", after {string.Join(" and ", subject.Policies)}" : "")}";

    // From the end: what had an effect, and the jumps that led there. A chain that was entered and left without effect is a detail.
    private static bool[] Decisive(RuleStep[] steps)
    {
        bool[] decisive = new bool[steps.Length];
        List<string> reached = [];
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            RuleStep step = steps[i];
            decisive[i] = step.Effect switch
            {
                RuleEffect.Jump => reached.Remove(((JumpTarget)step.Rule.Target).Chain),
                RuleEffect.Return or RuleEffect.Continue => false,
                _ => true,
            };
            if (decisive[i] && !reached.Contains(step.Rule.Chain.Name))
            {
                reached.Add(step.Rule.Chain.Name);
            }
        }

        return decisive;
    }

    private static RuleHop Make(WalkState state, Hook hook, TableKind table, Ruleset ruleset, RuleStep step, bool detail)
    {
        Rule rule = step.Rule;
        return new RuleHop
        {
            Hook = hook.ToString(),
            Table = table.ToString(),
            Chain = rule.Chain.Name,
            RuleNumber = rule.Number,
            Target = rule.Target.Name,
            Effect = step.Effect.ToString(),
            Backend = ruleset.Backend.ToString(),
            Owner = ChainOwner.Of(rule.Chain.Name, rule.Target.Name, rule.Comment),
            Place = state.Space.Name,
            Node = state.Space.Node.Name,
            Before = step.Before,
            After = step.After,
            Step = step,
            Space = state.Space.Space,
            IsDetail = detail,
        };
    }

    /// <summary>The line that says what a rule did.</summary>
    public static string Describe(RuleHop hop, RuleStep step) => $"{hop.Table.ToLowerInvariant()} {hop.Chain} #{hop.RuleNumber} {Text(step)}{(hop.StandsFor is RuleSubject subject && subject.Kind != nameof(RuleSubjectKind.Service) ? $" ({subject})" : "")}";

    private static string Text(RuleStep step)
    {
        Packet before = step.Before;
        Packet after = step.After;
        return step.Effect switch
        {
            RuleEffect.Jump => $"-> {step.Rule.Target.Name}",
            RuleEffect.DestinationNat => $"{step.Rule.Target.Name} {before.DestinationEndpoint} -> {after.DestinationEndpoint}",
            RuleEffect.SourceNat => $"{step.Rule.Target.Name} source {before.SourceEndpoint} -> {after.SourceEndpoint}",
            RuleEffect.TimeToLive => $"{step.Rule.Target.Name} {before.TimeToLive} -> {after.TimeToLive}",
            RuleEffect.TypeOfService => $"{step.Rule.Target.Name} {TypeOfService(before)} -> {TypeOfService(after)}",
            RuleEffect.Mark => $"mark 0x{before.Mark:x} -> 0x{after.Mark:x}",
            RuleEffect.Reject => $"REJECT with {((RejectTarget)step.Rule.Target).AnswerTo(before) ?? "nothing"}",
            RuleEffect.MissingChain => $"-> {step.Rule.Target.Name}, which does not exist",
            RuleEffect.Conntrack => $"CT {((ConntrackTarget)step.Rule.Target).Options}",
            RuleEffect.SetUpdate => $"SET {((SetTarget)step.Rule.Target).Options}",
            RuleEffect.TransparentProxy when before.Mark != after.Mark => $"TPROXY, mark 0x{before.Mark:x} -> 0x{after.Mark:x}",
            _ => step.Rule.Target.Name.Length > 0 ? step.Rule.Target.Name : "no target",
        };
    }

    private static string TypeOfService(Packet packet) => packet.TypeOfService is int value ? $"0x{value:x2}" : "?";

    // An accepting policy is worth a line only where it lets packets through the node; a dropping one always is.
    private static RuleHop? PolicyHop(WalkState state, Hook hook, TableKind table, Ruleset ruleset, TableOutcome outcome)
    {
        Chain? chain = ruleset.Find(table, HookName.OfChain(hook));
        if (chain?.Policy is not string policy || (outcome.Verdict == TableVerdict.Accept && (table != TableKind.Filter || chain.RuleCount == 0)))
        {
            return null;
        }

        return new RuleHop
        {
            Hook = hook.ToString(),
            Table = table.ToString(),
            Chain = chain.Name,
            RuleNumber = 0,
            Target = policy,
            Effect = policy == "DROP" ? nameof(RuleEffect.Drop) : nameof(RuleEffect.Accept),
            Backend = ruleset.Backend.ToString(),
            Owner = outcome.Verdict == TableVerdict.Accept ? PathOwner.Kernel : "admin",
            Place = state.Space.Name,
            Node = state.Space.Node.Name,
            Description = $"{table.ToString().ToLowerInvariant()} {chain.Name} policy {policy}",
            Before = outcome.Packet,
            After = outcome.Packet,
            Evidence = chain.Line > 0 ? [new Evidence(ruleset.File, chain.Line, $":{chain.Name} {policy} {chain.Counters}")] : [],
        };
    }
}
