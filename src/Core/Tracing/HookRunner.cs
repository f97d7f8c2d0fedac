using System.Collections.Immutable;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Takes a packet through all tables of one hook in the kernel's order (priorities in include/uapi/linux/netfilter_ipv4.h).</summary>
internal sealed class HookRunner(Action<WalkState, Disposition, string, string?> finish, Action<string>? observe, CancellationToken cancellation)
{
    private static readonly Dictionary<Hook, TableKind?[]> Order = new()
    {
        // null stands for connection tracking itself (priority -200).
        [Hook.Prerouting] = [TableKind.Raw, null, TableKind.Mangle, TableKind.Nat],
        [Hook.Input] = [TableKind.Mangle, TableKind.Filter, TableKind.Security, TableKind.Nat],
        [Hook.Forward] = [TableKind.Mangle, TableKind.Filter, TableKind.Security],
        [Hook.Output] = [TableKind.Raw, null, TableKind.Mangle, TableKind.Nat, TableKind.Filter, TableKind.Security],
        [Hook.Postrouting] = [TableKind.Mangle, TableKind.Nat],
    };

    private static readonly Dictionary<Hook, string[]> NativeHooks = new()
    {
        [Hook.Prerouting] = ["prerouting", "ingress"],
        [Hook.Input] = ["input"],
        [Hook.Forward] = ["forward"],
        [Hook.Output] = ["output"],
        [Hook.Postrouting] = ["postrouting", "egress"],
    };

    /// <summary>The states in which the packet leaves the hook; those that end there are reported to the walk.</summary>
    public IReadOnlyList<WalkState> Run(WalkState start, Hook hook)
    {
        List<WalkState> states = [NoteWhatIsNotEvaluated(start, hook)];
        foreach (TableKind? table in Order[hook])
        {
            states = table switch
            {
                null => states.ConvertAll(ConnectionLookup.Track),
                TableKind.Nat => [.. states.SelectMany(state => RunNat(state, hook))],
                TableKind kind => [.. states.SelectMany(state => RunTable(state, hook, kind))],
            };
        }

        return states;
    }

    private WalkState NoteWhatIsNotEvaluated(WalkState state, Hook hook)
    {
        string place = state.Space.Name;
        if (state.Space.Netfilter is not NetfilterConfiguration configuration)
        {
            Evidence missing = new($"{state.Space.Space.Path}/netfilter", 0, "the rules were not collected");
            return state.Assuming($"taken to have no effect: the rules of {place} were not collected", missing);
        }

        foreach (Evidence missing in configuration.MissingFor(state.Packet.Version))
        {
            state = state.Assuming($"taken to have no effect: rules of {place} that could not be read ({missing.Text})", missing);
        }

        string family = state.Packet.Version == IpFamily.IPv4 ? "ip" : "ip6";
        foreach (NativeBaseChain chain in configuration.NativeChains)
        {
            bool onPath = chain.HasEffect && NativeHooks[hook].Contains(chain.Hook) && (chain.Family == family || chain.Family is "inet" or "netdev");
            if (onPath)
            {
                string what = $"nftables {chain} of {place} is not evaluated by this release ({chain.Content})";
                if (chain.CanStop)
                {
                    finish(state.Assuming($"taken to decide: {what}", chain.Evidence), Disposition.Inconclusive, what, null);
                }

                state = state.Assuming($"taken to have no effect: {what}", chain.Evidence, matched: false);
            }
        }

        return state;
    }

    private IEnumerable<WalkState> RunNat(WalkState state, Hook hook)
    {
        bool destination = hook is Hook.Prerouting or Hook.Output;
        if (state.Untracked || state.Connection is not Connection connection)
        {
            return [state];
        }

        if (connection.State != ConnectionState.New)
        {
            return [ConnectionLookup.Translate(state, hook)];
        }

        // Over the loopback interface a connection meets these hooks twice; the kernel asks the rules once.
        if (destination ? connection.DestinationNatDone : connection.SourceNatDone)
        {
            return [state];
        }

        return RunTable(state, hook, TableKind.Nat).Select(after => after with
        {
            Connection = destination ? after.Connection! with { DestinationNatDone = true } : after.Connection! with { SourceNatDone = true },
        });
    }

    private List<WalkState> RunTable(WalkState start, Hook hook, TableKind table)
    {
        List<WalkState> states = [start];
        Ruleset[] rulesets = [.. start.Space.Netfilter?.For(start.Packet.Version) ?? []];
        foreach (Ruleset ruleset in rulesets)
        {
            states = [.. states.SelectMany(state => IsTranslated(start, state) ? [state] : RunRuleset(state, hook, table, ruleset))];
        }

        Ruleset[] both = [.. rulesets.Where(ruleset => HasRules(ruleset, hook, table))];
        return both.Length < 2 ? states : states.ConvertAll(state => state.Assuming(
            $"taken in the order legacy, nft: both iptables backends hold rules in {table.ToString().ToLowerInvariant()} {hook.ToString().ToUpperInvariant()} of {state.Space.Name}",
            new Evidence(both[0].File, 0, "rules of the other backend exist too")));
    }

    // nf_nat_inet_fn(): once one nat table has translated a connection, the others are not asked.
    private static bool IsTranslated(WalkState start, WalkState state) =>
        state.Hops.Skip(start.Hops.Count).Any(hop => hop is RuleHop { Effect: nameof(RuleEffect.DestinationNat) or nameof(RuleEffect.SourceNat) });

    private static bool HasRules(Ruleset ruleset, Hook hook, TableKind table) => ruleset.Find(table, hook.ToString().ToUpperInvariant()) is { RuleCount: > 0 };

    private IEnumerable<WalkState> RunRuleset(WalkState state, Hook hook, TableKind table, Ruleset ruleset)
    {
        foreach (TableOutcome outcome in TableEvaluator.Run(ruleset, table, Context(state, hook) with { Observe = observe, Cancellation = cancellation }))
        {
            WalkState after = state with
            {
                Packet = outcome.Packet,
                Connection = outcome.Connection,
                Untracked = state.Untracked || outcome.Untracked,
                Probability = state.Probability * outcome.Probability,
                Assumptions = outcome.Assumptions.Aggregate(state.Assumptions, (all, one) => Add(all, state.IsReply ? one with { Text = $"on the way back, {one.Text}" } : one)),
                Hops = state.Hops.AddRange(RuleHops.From(state, hook, table, ruleset, outcome)),
            };
            switch (outcome.Verdict)
            {
                case TableVerdict.Accept:
                    yield return after;
                    break;
                case TableVerdict.Drop:
                    finish(after, Disposition.Dropped, RuleHops.Describe(outcome, hook, table, $"{Backend(state, ruleset)} drops the packet{(outcome.Reason is null ? "" : $": {outcome.Reason}")}"), null);
                    break;
                case TableVerdict.Reject:
                    finish(after, Disposition.Rejected, RuleHops.Describe(outcome, hook, table, $"{Backend(state, ruleset)} rejects the packet with {outcome.RejectWith}"), outcome.RejectWith);
                    break;
                default:
                    finish(after, Disposition.Inconclusive, outcome.Reason ?? "the rules could not be followed", null);
                    break;
            }
        }
    }

    private static ImmutableList<Assumption> Add(ImmutableList<Assumption> all, Assumption one) => all.Contains(one) ? all : all.Add(one);

    // "iptables -L" shows the rules of one backend: where both hold some, the reader must know which to ask.
    private static string Backend(WalkState state, Ruleset ruleset) => state.Space.Netfilter?.For(state.Packet.Version).Count(one => one.HasRules) > 1
        ? ruleset.Backend == RulesetBackend.Legacy ? " of iptables-legacy" : " of iptables-nft"
        : "";

    private static EvaluationContext Context(WalkState state, Hook hook) => new()
    {
        Packet = state.Packet,
        Hook = hook,
        // Since Linux 5.5 a packet that is passed on still has it at POSTROUTING (ip_output() in net/ipv4/ip_output.c).
        InInterface = hook == Hook.Output ? null : state.InInterface,
        OutInterface = hook is Hook.Prerouting or Hook.Input ? null : state.OutInterface,
        Connection = state.Connection,
        AddressTypeOf = state.Space.TypeOf,
        AddressesOn = device => state.Space.AddressesOn(device, state.Packet.Version),
        Ipsets = state.Space.Ipsets,
        Ethernet = state.Ethernet,
        IsSentHere = state.InInterface is null,
        Surroundings = new WalkSurroundings(state),
        AddressOfInterface = device => state.Space.SelectAddress(device, state.Packet.Version, state.Gateway ?? state.Packet.DestinationAddress),
    };
}
