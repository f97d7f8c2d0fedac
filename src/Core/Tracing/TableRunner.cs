using System.Collections.Immutable;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Takes a packet through one table at one hook, in each iptables backend that holds the table.</summary>
internal sealed class TableRunner(Action<WalkState, Disposition, string, string?> finish, WalkObserver? observe, CancellationToken cancellation)
{
    /// <summary>Adds the states in which the packet comes out; those that end there are reported to the walk.</summary>
    /// <param name="start">The packet and what is known of it.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="table">The table.</param>
    /// <param name="passed">Takes the states.</param>
    /// <param name="backend">The one backend whose table is asked; null for both.</param>
    public void Run(WalkState start, Hook hook, TableKind table, List<WalkState> passed, RulesetBackend? backend = null)
    {
        if (start.Space.Netfilter is not NetfilterConfiguration configuration)
        {
            passed.Add(start);
            return;
        }

        IReadOnlyList<Ruleset> rulesets = configuration.For(start.Packet.Version);
        if (backend is not null && rulesets.Any(ruleset => ruleset.Backend != backend))
        {
            rulesets = [.. rulesets.Where(ruleset => ruleset.Backend == backend)];
        }

        if (!IsAsked(rulesets, hook, table))
        {
            passed.Add(start);
            return;
        }

        bool both = rulesets.Count > 1 && rulesets.All(ruleset => HasEffect(ruleset, hook, table));
        List<Way> ways = both ? InEitherOrder(start, hook, table, rulesets) : InOrder(start, hook, table, rulesets);
        foreach (Way way in ways)
        {
            Report(way, hook, table, passed);
        }
    }

    // Most tables hold nothing at most hooks.
    private static bool IsAsked(IReadOnlyList<Ruleset> rulesets, Hook hook, TableKind table)
    {
        for (int i = 0; i < rulesets.Count; i++)
        {
            if (rulesets[i].Find(table) is Table found && (found.Incomplete is not null || HasEffect(rulesets[i], hook, table)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasEffect(Ruleset ruleset, Hook hook, TableKind table) =>
        ruleset.Find(table, HookName.OfChain(hook)) is Chain chain && (chain.RuleCount > 0 || chain.Policy != "ACCEPT");

    private List<Way> InEitherOrder(WalkState start, Hook hook, TableKind table, IReadOnlyList<Ruleset> legacyFirst)
    {
        Ruleset[] nftFirst = [.. legacyFirst.Reverse()];
        if (BackendOrder.Settled(start, table) is bool settled)
        {
            return InOrder(start, hook, table, settled ? legacyFirst : nftFirst);
        }

        List<Way> one = InOrder(start, hook, table, legacyFirst);
        List<Way> other = InOrder(start, hook, table, nftFirst);
        return Way.AreSame(one, other)
            ? one
            : [.. one.Select(way => way with { State = BackendOrder.Settle(way.State, table, legacyFirst: true) }),
               .. other.Select(way => way with { State = BackendOrder.Settle(way.State, table, legacyFirst: false) })];
    }

    private List<Way> InOrder(WalkState start, Hook hook, TableKind table, IReadOnlyList<Ruleset> rulesets)
    {
        List<Way> ways = [new Way(start, null, null)];
        foreach (Ruleset ruleset in rulesets)
        {
            List<Way> next = new(ways.Count);
            foreach (Way way in ways)
            {
                if (way.Goes(table))
                {
                    Ask(way.State, hook, table, ruleset, next);
                }
                else
                {
                    next.Add(way);
                }
            }

            ways = next;
        }

        return ways;
    }

    private void Ask(WalkState state, Hook hook, TableKind table, Ruleset ruleset, List<Way> ways)
    {
        foreach (TableOutcome outcome in TableEvaluator.Run(ruleset, table, Context(state, hook)))
        {
            ways.Add(new Way(After(state, hook, table, ruleset, outcome), outcome, ruleset));
        }
    }

    private static WalkState After(WalkState state, Hook hook, TableKind table, Ruleset ruleset, TableOutcome outcome) => state with
    {
        Packet = outcome.Packet,
        Connection = outcome.Connection,
        Template = outcome.Template,
        Proxy = outcome.Proxy,
        ChangedSets = outcome.ChangedSets is null ? state.ChangedSets
            : (state.ChangedSets ?? ImmutableDictionary<NamespaceView, ImmutableHashSet<string>>.Empty).SetItem(state.Space, outcome.ChangedSets),
        Probability = state.Probability * outcome.Probability,
        Assumptions = outcome.Assumptions.IsEmpty ? state.Assumptions : outcome.Assumptions.Aggregate(state.Assumptions, (all, one) => Add(all, state.IsReply ? one with { Text = $"on the way back, {one.Text}" } : one)),
        Hops = RuleHops.Append(state, hook, table, ruleset, outcome),
    };

    private static ImmutableList<Assumption> Add(ImmutableList<Assumption> all, Assumption one) => all.Contains(one) ? all : all.Add(one);

    private void Report(Way way, Hook hook, TableKind table, List<WalkState> passed)
    {
        switch (way.Outcome)
        {
            case null or { Verdict: TableVerdict.Accept }:
                passed.Add(way.State);
                break;
            case { Verdict: TableVerdict.Drop } outcome:
                finish(way.State, Disposition.Dropped, RuleHops.Describe(way.State.Space, outcome, hook, table, $"{Backend(way)} drops the packet{(outcome.Reason is null ? "" : $": {outcome.Reason}")}"), null);
                break;
            case { Verdict: TableVerdict.Reject } outcome:
                finish(way.State, Disposition.Rejected, RuleHops.Describe(way.State.Space, outcome, hook, table, $"{Backend(way)} rejects the packet with {outcome.RejectWith}"), outcome.RejectWith);
                break;
            case TableOutcome outcome:
                finish(way.State, Disposition.Inconclusive, outcome.Reason ?? "the rules could not be followed", null);
                break;
        }
    }

    // "iptables -L" shows the rules of one backend: where both hold some, the reader must know which to ask.
    private static string Backend(Way way) => way.State.Space.Netfilter?.For(way.State.Packet.Version).Count(one => one.HasRules) > 1
        ? way.Ruleset!.Backend == RulesetBackend.Legacy ? " of iptables-legacy" : " of iptables-nft"
        : "";

    private EvaluationContext Context(WalkState state, Hook hook) => new()
    {
        Packet = state.Packet,
        Hook = hook,
        // Since Linux 5.5 a packet that is passed on still has it at POSTROUTING (ip_output() in net/ipv4/ip_output.c).
        InInterface = hook == Hook.Output ? null : state.InInterface,
        OutInterface = hook is Hook.Prerouting or Hook.Input ? null : state.OutInterface,
        Connection = state.Connection,
        Template = state.Template,
        Proxy = state.Proxy,
        ChangedSets = state.ChangedSets?.GetValueOrDefault(state.Space),
        FindSocket = (protocol, address, port) => state.Space.Sockets?.Find(protocol, address, port, state.InInterface),
        AddressTypeOf = state.Space.TypeOf,
        AddressesOn = device => state.Space.AddressesOn(device, state.Packet.Version),
        Ipsets = state.Space.Ipsets,
        Ethernet = state.Ethernet,
        IsSentHere = state.InInterface is null,
        Surroundings = new WalkSurroundings(state),
        AddressOfInterface = device => state.Space.SelectAddress(
            device,
            state.Packet.Version,
            state.Packet.Version == IpFamily.IPv4 ? state.Gateway ?? state.Packet.DestinationAddress : state.Packet.DestinationAddress),
        Observe = observe?.Line,
        Unsure = observe?.Unsure,
        Cancellation = cancellation,
    };
}
