using System.Collections.Immutable;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m set: the packet is in an ipset. Sets are read from the snapshot; an element whose time ran out before is not in it.</summary>
/// <param name="SetName">The set.</param>
/// <param name="Sources">For each field of the set: true for <c>src</c>, false for <c>dst</c>.</param>
/// <param name="Negated">True with <c>! --match-set</c>.</param>
/// <param name="ReturnsExceptions">True with --return-nomatch: the set's exceptions match instead of its elements.</param>
/// <param name="ComparesCounters">True when the rule also asks what the element has counted (--packets-gt and the like).</param>
public sealed record SetMatch(string SetName, IReadOnlyList<bool> Sources, bool Negated, bool ReturnsExceptions, bool ComparesCounters) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (context.ChangedSets?.Contains(SetName) == true)
        {
            return MatchResult.Unknown($"an earlier rule of this walk changed the set {SetName} (-j SET)");
        }

        (IpsetTable? sets, string? missing) = context.Ipsets();
        if (sets is null)
        {
            return MatchResult.Unknown($"whether the set {SetName} holds the packet: {missing}");
        }

        if (context.ChangedSets is ImmutableHashSet<string> changed && sets.Reach(SetName).FirstOrDefault(changed.Contains) is string rewritten)
        {
            return MatchResult.Unknown($"whether the set {SetName} holds the packet: a rule before this one has changed {rewritten}");
        }

        IpsetAnswer answer = sets.Test(SetName, new IpsetQuery
        {
            Packet = context.Packet,
            Sources = Sources,
            InInterface = context.InInterface,
            OutInterface = context.OutInterface,
            Ethernet = context.Ethernet,
            WantsExceptions = ReturnsExceptions,
            ComparesCounters = ComparesCounters,
        });
        return answer.Kind == IpsetAnswerKind.Unknown ? MatchResult.Unknown(answer.Reason!) : (answer.Kind == IpsetAnswerKind.Yes) != Negated;
    }

    internal static Match Parse(OptionReader options)
    {
        SetMatch? match = null;
        bool exceptions = false;
        bool counters = false;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--match-set" or "--set":
                    bool negated = options.Negated;
                    string name = options.Value();
                    match = new SetMatch(name, Directions(options), negated || options.Negated, false, false);
                    break;
                case "--return-nomatch":
                    exceptions = true;
                    break;
                case "--update-counters" or "--update-subcounters":
                    break;
                case "--packets-eq" or "--packets-lt" or "--packets-gt" or "--bytes-eq" or "--bytes-lt" or "--bytes-gt":
                    options.Value();
                    counters = true;
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return match is null
            ? throw OptionReader.Bad("it names no set: the dump has lost its condition")
            : match with { ReturnsExceptions = exceptions, ComparesCounters = counters };
    }

    private static bool[] Directions(OptionReader options) => [.. options.Value().Split(',').Select(word => word switch
    {
        "src" => true,
        "dst" => false,
        _ => throw options.BadValue(word, "src or dst"),
    })];
}
