using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>
/// Runs a packet through one base chain as the kernel does (ipt_do_table in net/ipv4/netfilter/ip_tables.c, nft_do_chain in
/// net/netfilter/nf_tables_core.c), with two additions: a rule that matches a share of the packets, or whose match is not known, is followed both ways.
/// </summary>
internal sealed class TableEvaluator
{
    // NFT_JUMP_STACK_SIZE; legacy tables allow as many jumps as there are chains. Both refuse deeper ones, and circles, when rules are loaded.
    private const int DeepestNfTablesJump = 16;
    private const int MostOutcomes = 20_000;

    private readonly EvaluationContext _context;
    private readonly Chain _base;
    private readonly int _deepest;
    private readonly Stack<Position> _open = new();
    private readonly List<TableOutcome> _outcomes = [];

    // Where the way that is followed now stands.
    private EvaluationContext _asked;
    private Activation _in;
    private int _next;
    private TableOutcome _state;

    private TableEvaluator(Chain chain, int deepest, EvaluationContext context, TableOutcome start)
    {
        _base = chain;
        _deepest = deepest;
        _context = _asked = context;
        _in = new Activation(chain, null, null, 0, 0);
        _state = start;
    }

    /// <summary>All ways out of the base chain of this hook; one that accepts when the table or the chain does not exist.</summary>
    public static IReadOnlyList<TableOutcome> Run(Ruleset ruleset, TableKind kind, EvaluationContext context)
    {
        Table? table = ruleset.Find(kind);
        Chain? chain = table?.Find(HookName.OfChain(context.Hook));
        TableOutcome start = new()
        {
            Verdict = TableVerdict.Accept,
            Packet = context.Packet,
            Connection = context.Connection,
            Template = context.Template,
            Proxy = context.Proxy,
            ChangedSets = context.ChangedSets,
        };
        if (table?.Incomplete is Evidence incomplete)
        {
            start = start with { Assumptions = [new Assumption($"{incomplete.Text}; what is missing is taken to have no effect", incomplete, true)] };
        }

        if (table is null || chain is null || chain is { RuleCount: 0, Policy: "ACCEPT" })
        {
            return [start];
        }

        int deepest = ruleset.Backend == RulesetBackend.Legacy ? table.Chains.Count : DeepestNfTablesJump;
        return new TableEvaluator(chain, deepest, context, start).FollowAll();
    }

    private IReadOnlyList<TableOutcome> FollowAll()
    {
        while (true)
        {
            while (Step())
            {
            }

            if (!_open.TryPop(out Position? position))
            {
                return _outcomes.Count > 1 ? OutcomeMerge.Merge(_outcomes) : _outcomes;
            }

            (_in, _next, _state) = position;
        }
    }

    // Each step gives whether the way goes on behind it.
    private bool Step()
    {
        Chain chain = _in.Chain;
        int index = _next < chain.RuleCount ? chain.Index.Next(_next, _state.Packet, _context) : chain.RuleCount;
        if (index >= chain.RuleCount)
        {
            return Return();
        }

        _next = index + 1;
        return Ask(chain.RuleAt(index));
    }

    private bool Ask(Rule rule)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        MatchResult result = Evaluate(rule);
        _context.Observe?.Invoke($"{rule.Chain.Name} rule {rule.Number}: {result.Truth}{(result.Reason is string reason ? $" ({reason})" : "")} {rule.Evidence.Text}");
        if (result.Truth == Truth.No || (result.Truth == Truth.Unknown && rule.Target is ContinueTarget))
        {
            return true;
        }

        if (result.Truth == Truth.Unknown)
        {
            string why = $"{rule.Chain.Name} rule {rule.Number}: {result.Reason}";
            Leave(_state.Assuming($"taken not to match: {why}", rule, matched: false));
            _state = _state.Assuming($"taken to match: {why}", rule, matched: true);
        }
        else if (result.Probability < 1)
        {
            Leave(_state with { Probability = _state.Probability * (1 - result.Probability) });
            _state = _state with { Probability = _state.Probability * result.Probability };
        }

        return _open.Count + _outcomes.Count > MostOutcomes
            ? Finish(_state.End(TableVerdict.Unknown, rule, $"more than {MostOutcomes} ways through the rules"))
            : Apply(rule);
    }

    // Another way, on which the next rule is asked; it is followed when this one has ended.
    private void Leave(TableOutcome state) => _open.Push(new Position(_in, _next, state));

    private MatchResult Evaluate(Rule rule)
    {
        if (!ReferenceEquals(_state.Packet, _asked.Packet) || !ReferenceEquals(_state.Connection, _asked.Connection) || _state.Template is not null || !ReferenceEquals(_state.ChangedSets, _asked.ChangedSets))
        {
            _asked = _context with { Packet = _state.Packet, Connection = _state.Connection ?? _state.Template?.Shown(_state.Packet), ChangedSets = _state.ChangedSets };
        }

        double probability = 1;
        string? unknown = null;
        IReadOnlyList<Match> matches = rule.Matches;
        for (int i = 0; i < matches.Count; i++)
        {
            MatchResult result = matches[i].Evaluate(_asked);
            switch (result.Truth)
            {
                case Truth.No:
                    return result;
                case Truth.Unknown:
                    unknown ??= result.Reason ?? matches[i].ToString();
                    break;
                default:
                    probability *= result.Probability;
                    break;
            }
        }

        return unknown is null ? new MatchResult(Truth.Yes, probability) : MatchResult.Unknown(unknown);
    }

    private bool Apply(Rule rule)
    {
        switch (rule.Target)
        {
            case JumpTarget jump:
                return Jump(rule, jump);
            case ReturnTarget:
                _state = _state.Step(rule, RuleEffect.Return);
                return Return();
            case UnknownTarget target:
                return UnknownEffect(rule, target);
            case SynProxyTarget:
                return SynProxy(rule);
        }

        if (FinalEffects.Apply(_state, rule, _context) is IReadOnlyList<TableOutcome> ways)
        {
            _outcomes.AddRange(ways);
            return false;
        }

        _state = PassingEffects.Apply(_state, rule) ?? _state.Step(rule, RuleEffect.Continue);
        return true;
    }

    private bool Jump(Rule rule, JumpTarget jump)
    {
        if (_base.Table.Find(jump.Chain) is not Chain chain)
        {
            return Finish(_state.Step(rule, RuleEffect.MissingChain).End(TableVerdict.Unknown, rule, $"the rule jumps to chain {jump.Chain}, which the dump does not hold"));
        }

        _state = _state.Step(rule, RuleEffect.Jump);
        if (_in.Passed(chain))
        {
            return Finish(_state.End(TableVerdict.Unknown, rule, $"chains call each other in a loop at {jump.Chain}: no kernel takes such rules, so the dump is damaged"));
        }

        _in = jump.IsGoto ? _in.Goto(chain) : _in.Jump(chain, _next);
        _next = 0;
        return _in.Depth <= _deepest
            || Finish(_state.End(TableVerdict.Unknown, rule, $"chains call each other deeper than the {_deepest} levels that the kernel allows, at {jump.Chain}: the dump is damaged"));
    }

    private bool Return()
    {
        if (_in.Caller is Activation caller)
        {
            (_in, _next) = (caller, _in.Next);
            return true;
        }

        return Finish(_base.Policy switch
        {
            "DROP" => _state.End(TableVerdict.Drop, null),
            "ACCEPT" => _state.End(TableVerdict.Accept, null),
            _ => _state.End(TableVerdict.Unknown, null, $"the dump does not tell the policy of {_base.Name}"),
        });
    }

    // The packet may go on unchanged, or end or change there in a way that NetPath cannot follow.
    private bool UnknownEffect(Rule rule, UnknownTarget target)
    {
        TableOutcome state = _state.Step(rule, RuleEffect.Unknown);
        string what = $"{rule.Chain.Name} rule {rule.Number}: what {target.Kind} does is not known ({target.Reason})";
        Finish(state.Assuming($"taken to decide: {what}", rule, matched: true).End(TableVerdict.Unknown, rule, what));
        _state = state.Assuming($"taken to let the packet go on: {what}", rule, matched: false);
        return true;
    }

    // synproxy_tg4() in net/ipv4/netfilter/ipt_SYNPROXY.c: the SYN is answered here; packets without a part in opening a connection go on.
    private bool SynProxy(Rule rule)
    {
        _state = _state.Step(rule, RuleEffect.SynProxy);
        return _state.Packet.Flags != Packets.TcpFlags.Syn
            || Finish(_state.End(TableVerdict.Unknown, rule, $"{rule.Chain.Name} rule {rule.Number}: SYNPROXY answers in the server's place, and asks the server only when the client has confirmed, which is not followed"));
    }

    private bool Finish(TableOutcome outcome)
    {
        _outcomes.Add(outcome);
        return false;
    }

    private sealed record Position(Activation In, int Next, TableOutcome State);
}
