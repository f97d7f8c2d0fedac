using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m conntrack and -m state: what conntrack knows of the packet's connection.</summary>
/// <param name="States">States, of which one is enough; null when they do not matter.</param>
/// <param name="SourceTranslated">SNAT is among the states.</param>
/// <param name="DestinationTranslated">DNAT is among the states.</param>
/// <param name="StatesNegated">True with <c>! --ctstate</c>.</param>
/// <param name="Tuple">Further conditions on the connection, all of which must hold.</param>
/// <param name="Status">--ctstatus: flags of the connection, of which one is enough; null when they do not matter.</param>
/// <param name="Unmodelled">Options that a snapshot cannot answer, as text; null when there are none.</param>
public sealed record StateMatch(
    IReadOnlyList<ConnectionState>? States,
    bool SourceTranslated,
    bool DestinationTranslated,
    bool StatesNegated,
    IReadOnlyList<ConnectionCondition> Tuple,
    ConnectionStatusCondition? Status,
    string? Unmodelled) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        Truth result = StateHolds(context);
        if (context.Connection is not { IsTracked: true })
        {
            // xt_conntrack.c: without an entry the state alone decides, and a rule that does not ask for one never matches.
            return States is not null && result == Truth.Yes;
        }

        foreach (ConnectionCondition condition in Tuple)
        {
            result = result.And(condition.Holds(context.Connection));
        }

        Truth status = Status?.Holds(context) ?? Truth.Yes;
        if (result == Truth.No || status == Truth.No)
        {
            return false;
        }

        return status == Truth.Unknown
            ? MatchResult.Unknown("'--ctstatus' depends on the connection's history")
            : Unmodelled is not null
            ? MatchResult.Unknown($"'{Unmodelled}' depends on the connection's history")
            : MatchResult.From(result, "the connection's source port is not known; give -SourcePort");
    }

    internal static Match Parse(OptionReader options)
    {
        StateMatch match = new(null, false, false, false, [], null, null);
        List<ConnectionCondition> tuple = [];
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--ctstate" or "--state":
                    match = match.WithStates(options);
                    break;
                case "--ctstatus":
                    match = match with { Status = ConnectionStatusCondition.Parse(options) };
                    break;
                case "--ctexpire":
                    match = match with { Unmodelled = $"{options.Name} {options.Value()}" };
                    break;
                default:
                    tuple.Add(ConnectionCondition.Parse(options));
                    break;
            }
        }

        return match with { Tuple = tuple } is { States: null, Status: null, Unmodelled: null, Tuple.Count: 0 }
            ? throw OptionReader.Bad("it has no options: the dump has lost its condition")
            : match with { Tuple = tuple };
    }

    private StateMatch WithStates(OptionReader options)
    {
        List<ConnectionState> states = [];
        bool source = false;
        bool destination = false;
        foreach (string name in options.Value().Split(','))
        {
            switch (name)
            {
                case "SNAT":
                    source = true;
                    break;
                case "DNAT":
                    destination = true;
                    break;
                default:
                    states.Add(Enum.TryParse(name, ignoreCase: true, out ConnectionState state) ? state : throw options.BadValue(name, "a connection state"));
                    break;
            }
        }

        return this with { States = states, SourceTranslated = source, DestinationTranslated = destination, StatesNegated = options.Negated };
    }

    private Truth StateHolds(EvaluationContext context)
    {
        if (States is null)
        {
            return Truth.Yes;
        }

        // Before the conntrack hook a packet has no connection, which xt_conntrack calls INVALID, unless a raw rule has said that it gets none.
        Connection? connection = context.Connection;
        ConnectionState state = connection?.State ?? (context.Template is { Untracked: true } ? ConnectionState.Untracked : ConnectionState.Invalid);
        bool found = States.Contains(state)
            || (SourceTranslated && connection is { SourceTranslated: true })
            || (DestinationTranslated && connection is { DestinationTranslated: true });
        return TruthLogic.From(found != StatesNegated);
    }
}
