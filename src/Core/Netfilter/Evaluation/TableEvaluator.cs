using System.Collections.Immutable;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>
/// Runs a packet through one base chain as the kernel does (ipt_do_table in net/ipv4/netfilter/ip_tables.c), with two additions: a
/// rule that matches a share of the packets, or whose match is not known, is followed both ways.
/// </summary>
internal sealed class TableEvaluator
{
    // nf_tables allows 16 nested jumps, legacy tables as many as there are chains; deeper than this is a loop in a broken dump.
    private const int DeepestJump = 128;
    private const int MostOutcomes = 20_000;

    private readonly EvaluationContext _context;
    private readonly Chain _base;
    private readonly Stack<Position> _open = new();
    private readonly List<TableOutcome> _outcomes = [];

    private TableEvaluator(Chain chain, EvaluationContext context)
    {
        _base = chain;
        _context = context;
    }

    /// <summary>All ways out of the base chain of this hook; one that accepts when the table or the chain does not exist.</summary>
    public static IReadOnlyList<TableOutcome> Run(Ruleset ruleset, TableKind kind, EvaluationContext context)
    {
        Table? table = ruleset.Find(kind);
        Chain? chain = table?.Find(BaseChain(context.Hook));
        TableOutcome start = new() { Verdict = TableVerdict.Accept, Packet = context.Packet, Connection = context.Connection };
        if (table?.Incomplete is Evidence incomplete)
        {
            start = start with { Assumptions = [new Assumption($"{incomplete.Text}; what is missing is taken to have no effect", incomplete, true)] };
        }

        if (table is null || chain is null)
        {
            return [start];
        }

        TableEvaluator evaluator = new(chain, context);
        evaluator._open.Push(new Position(chain, 0, null, start));
        while (evaluator._open.TryPop(out Position? position))
        {
            evaluator.Follow(position);
        }

        return evaluator._outcomes.Count > 1 ? OutcomeMerge.Merge(evaluator._outcomes) : evaluator._outcomes;
    }

    private static string BaseChain(Hook hook) => hook switch
    {
        Hook.Prerouting => "PREROUTING",
        Hook.Input => "INPUT",
        Hook.Forward => "FORWARD",
        Hook.Output => "OUTPUT",
        _ => "POSTROUTING",
    };

    private void Follow(Position position)
    {
        Position? current = position;
        while (current is not null)
        {
            int index = current.Index < current.Chain.RuleCount ? current.Chain.Index.Next(current.Index, current.State.Packet.DestinationAddress) : current.Chain.RuleCount;
            current = index < current.Chain.RuleCount ? Ask(current with { Index = index + 1 }, current.Chain.RuleAt(index)) : Return(current);
        }
    }

    // "next" is where the walk goes on when the rule does not match.
    private Position? Ask(Position next, Rule rule)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        MatchResult result = Evaluate(rule, next.State);
        _context.Observe?.Invoke($"{rule.Chain.Name} rule {rule.Number}: {result.Truth}{(result.Reason is string reason ? $" ({reason})" : "")} {rule.Evidence.Text}");
        if (result.Truth == Truth.No || (result.Truth == Truth.Unknown && rule.Target is ContinueTarget))
        {
            return next;
        }

        TableOutcome state = next.State;
        if (result.Truth == Truth.Unknown)
        {
            string why = $"{rule.Chain.Name} rule {rule.Number}: {result.Reason}";
            _open.Push(next with { State = state with { Assumptions = state.Assumptions.Add(new Assumption($"taken not to match: {why}", rule.Evidence, false)) } });
            state = state with { Assumptions = state.Assumptions.Add(new Assumption($"taken to match: {why}", rule.Evidence, true)) };
        }
        else if (result.Probability < 1)
        {
            _open.Push(next with { State = state with { Probability = state.Probability * (1 - result.Probability) } });
            state = state with { Probability = state.Probability * result.Probability };
        }

        if (_open.Count + _outcomes.Count > MostOutcomes)
        {
            return Finish(state, TableVerdict.Unknown, rule, $"more than {MostOutcomes} ways through the rules");
        }

        return Apply(next with { State = state }, rule);
    }

    private MatchResult Evaluate(Rule rule, TableOutcome state)
    {
        EvaluationContext context = state.Packet == _context.Packet && state.Connection == _context.Connection
            ? _context
            : _context with { Packet = state.Packet, Connection = state.Connection };
        double probability = 1;
        string? unknown = null;
        foreach (Match match in rule.Matches)
        {
            MatchResult result = match.Evaluate(context);
            switch (result.Truth)
            {
                case Truth.No:
                    return result;
                case Truth.Unknown:
                    unknown ??= result.Reason ?? match.ToString();
                    break;
                default:
                    probability *= result.Probability;
                    break;
            }
        }

        return unknown is null ? new MatchResult(Truth.Yes, probability) : MatchResult.Unknown(unknown);
    }

    private Position? Apply(Position next, Rule rule)
    {
        TableOutcome state = next.State;
        switch (rule.Target)
        {
            case AcceptTarget:
                return Finish(Step(state, rule, RuleEffect.Accept), TableVerdict.Accept, rule);
            case DropTarget:
                return Finish(Step(state, rule, RuleEffect.Drop), TableVerdict.Drop, rule);
            case RejectTarget reject:
                return Finish(Step(state, rule, RuleEffect.Reject) with { RejectWith = reject.With }, TableVerdict.Reject, rule);
            case ReturnTarget:
                return Return(next with { State = Step(state, rule, RuleEffect.Return) });
            case JumpTarget jump:
                return Jump(next, rule, jump);
            case MarkTarget mark:
                return next with { State = Step(state, rule, RuleEffect.Mark, state.Packet with { Mark = mark.Apply(state.Packet.Mark) }) };
            case TimeToLiveTarget target:
                return next with { State = Step(state, rule, RuleEffect.TimeToLive, state.Packet with { TimeToLive = target.Apply(state.Packet.TimeToLive) }) };
            case ConnectionMarkTarget mark:
                return next with { State = ConnectionMark(state, rule, mark) };
            case NoTrackTarget:
                // xt_CT.c returns XT_CONTINUE: the rules behind it are asked too.
                return next with { State = Step(state, rule, RuleEffect.NoTrack) with { Untracked = true } };
            case DestinationNatTarget nat:
                return Finish(NatTranslation.Destination(Step(state, rule, RuleEffect.DestinationNat), rule, nat, _context));
            case SourceNatTarget nat:
                return Finish(NatTranslation.Source(Step(state, rule, RuleEffect.SourceNat), rule, nat, _context));
            case UnknownTarget target:
                return UnknownEffect(next, rule, target);
            default:
                return next with { State = Step(state, rule, RuleEffect.Continue) };
        }
    }

    private Position? Jump(Position next, Rule rule, JumpTarget jump)
    {
        Chain? chain = _base.Table.Find(jump.Chain);
        TableOutcome state = Step(next.State, rule, RuleEffect.Jump);
        if (chain is null)
        {
            return Finish(state, TableVerdict.Unknown, rule, $"the rule jumps to chain {jump.Chain}, which the dump does not hold");
        }

        Frame? frames = jump.IsGoto ? next.Frames : new Frame(next.Chain, next.Index, next.Frames);
        return frames?.Depth > DeepestJump
            ? Finish(state, TableVerdict.Unknown, rule, $"chains call each other in a loop at {jump.Chain}")
            : new Position(chain, 0, frames, state);
    }

    private Position? Return(Position position)
    {
        if (position.Frames is Frame caller)
        {
            return new Position(caller.Chain, caller.Index, caller.Caller, position.State);
        }

        TableVerdict verdict = _base.Policy switch
        {
            "DROP" => TableVerdict.Drop,
            "ACCEPT" => TableVerdict.Accept,
            _ => TableVerdict.Unknown,
        };
        return Finish(position.State, verdict, null, verdict == TableVerdict.Unknown ? $"the dump does not tell the policy of {_base.Name}" : null);
    }

    // The packet may go on unchanged, or end or change there in a way that NetPath cannot follow.
    private Position UnknownEffect(Position next, Rule rule, UnknownTarget target)
    {
        TableOutcome state = Step(next.State, rule, RuleEffect.Unknown);
        string what = $"{rule.Chain.Name} rule {rule.Number}: what {target.Kind} does is not known ({target.Reason})";
        TableOutcome ended = state with { Assumptions = state.Assumptions.Add(new Assumption($"taken to decide: {what}", rule.Evidence, true)) };
        Finish(ended, TableVerdict.Unknown, rule, what);
        return next with { State = state with { Assumptions = state.Assumptions.Add(new Assumption($"taken to let the packet go on: {what}", rule.Evidence, false)) } };
    }

    private static TableOutcome ConnectionMark(TableOutcome state, Rule rule, ConnectionMarkTarget target)
    {
        if (state.Connection is not { IsTracked: true } connection)
        {
            return Step(state, rule, RuleEffect.Continue);
        }

        uint packetMark = state.Packet.Mark;
        (uint ofPacket, uint ofConnection) = target.Operation switch
        {
            ConnectionMarkOperation.Set => (packetMark, (connection.Mark & ~target.ClearMask) ^ target.Value),
            ConnectionMarkOperation.Save => (packetMark, (connection.Mark & ~target.ClearMask) ^ (packetMark & target.Value)),
            _ => ((packetMark & ~target.Value) ^ (connection.Mark & target.ClearMask), connection.Mark),
        };
        return Step(state, rule, RuleEffect.Mark, state.Packet with { Mark = ofPacket }) with { Connection = connection with { Mark = ofConnection } };
    }

    private static TableOutcome Step(TableOutcome state, Rule rule, RuleEffect effect, Packet? after = null)
    {
        Packet packet = after ?? state.Packet;
        return state with { Packet = packet, LastStep = new RuleStep(rule, effect, state.Packet, packet, state.LastStep) };
    }

    private Position? Finish(TableOutcome state, TableVerdict verdict, Rule? decider, string? reason = null) =>
        Finish(state with { Verdict = verdict, Decider = decider, Reason = reason });

    private Position? Finish(TableOutcome outcome)
    {
        _outcomes.Add(outcome);
        return null;
    }

    private sealed record Frame(Chain Chain, int Index, Frame? Caller)
    {
        public int Depth { get; } = Caller is null ? 1 : Caller.Depth + 1;
    }

    private sealed record Position(Chain Chain, int Index, Frame? Frames, TableOutcome State);
}
