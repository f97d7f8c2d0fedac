using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>One way through a table: the walk behind it, and what the last backend that was asked decided.</summary>
/// <param name="State">The walk behind the table.</param>
/// <param name="Outcome">What the last backend decided; null when none was asked.</param>
/// <param name="Ruleset">The rules of that backend.</param>
internal sealed record Way(WalkState State, TableOutcome? Outcome, Ruleset? Ruleset)
{
    /// <summary>True when the next backend is asked too. In nat that is only while none has translated (nf_nat_inet_fn): a verdict of ACCEPT is no translation.</summary>
    public bool Goes(TableKind table) => Outcome is null
        || (Outcome.Verdict == TableVerdict.Accept && (table != TableKind.Nat || Outcome.LastStep is not { Effect: RuleEffect.DestinationNat or RuleEffect.SourceNat }));

    /// <summary>True when both lead to the same: the order in which backends were asked, and which rule said so, makes no difference to the packet.</summary>
    public static bool AreSame(IReadOnlyList<Way> one, IReadOnlyList<Way> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        List<Result> left = [.. other.Select(Result.Of)];
        return one.Select(Result.Of).All(left.Remove);
    }

    private sealed record Result(TableVerdict Verdict, string? RejectWith, Packet Packet, Connection? Connection, ConntrackTemplate? Template, ProxySocket? Proxy, double Probability, string Assumptions)
    {
        public static Result Of(Way way)
        {
            TableVerdict verdict = way.Outcome?.Verdict ?? TableVerdict.Accept;
            bool ends = verdict is TableVerdict.Drop or TableVerdict.Reject;
            WalkState state = way.State;
            return new Result(
                verdict,
                way.Outcome?.RejectWith,
                // What a packet looked like that nobody gets makes no difference.
                ends ? state.Packet with { Mark = 0, TimeToLive = 0 } : state.Packet,
                ends ? null : state.Connection,
                ends ? null : state.Template,
                ends ? null : state.Proxy,
                Math.Round(state.Probability, 9),
                string.Join('\n', state.Assumptions.Select(assumption => assumption.Text).Order(StringComparer.Ordinal)));
        }
    }
}
