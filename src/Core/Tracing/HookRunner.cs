using System.Collections.Immutable;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Takes a packet through all tables of one hook in the kernel's order (priorities in include/uapi/linux/netfilter_ipv4.h).</summary>
internal sealed class HookRunner
{
    // iptables-nft gives its security table the priority 150 (nft_xt_builtin_table in iptables' nft.c), where the kernel's own table has 50
    // (NF_IP_PRI_SECURITY): at INPUT the nat table, at 100, stands between them.
    private static readonly HookStep Tracking = new(null);
    private static readonly HookStep LegacySecurity = new(TableKind.Security, RulesetBackend.Legacy);
    private static readonly HookStep NftSecurity = new(TableKind.Security, RulesetBackend.NfTables);
    private static readonly HookStep Raw = new(TableKind.Raw);
    private static readonly HookStep Mangle = new(TableKind.Mangle);
    private static readonly HookStep Nat = new(TableKind.Nat);
    private static readonly HookStep Filter = new(TableKind.Filter);

    private static readonly Dictionary<Hook, HookStep[]> Order = new()
    {
        [Hook.Prerouting] = [Raw, Tracking, Mangle, Nat],
        [Hook.Input] = [Mangle, Filter, LegacySecurity, Nat, NftSecurity],
        [Hook.Forward] = [Mangle, Filter, LegacySecurity, NftSecurity],
        [Hook.Output] = [Raw, Tracking, Mangle, Nat, Filter, LegacySecurity, NftSecurity],
        [Hook.Postrouting] = [Mangle, Nat],
    };

    private static readonly Dictionary<Hook, string[]> NativeHooks = new()
    {
        [Hook.Prerouting] = ["prerouting", "ingress"],
        [Hook.Input] = ["input"],
        [Hook.Forward] = ["forward"],
        [Hook.Output] = ["output"],
        [Hook.Postrouting] = ["postrouting", "egress"],
    };

    private readonly Action<WalkState, Disposition, string, string?> _finish;
    private readonly TableRunner _tables;

    public HookRunner(Action<WalkState, Disposition, string, string?> finish, WalkObserver? observe, CancellationToken cancellation)
    {
        _finish = finish;
        _tables = new TableRunner(finish, observe, cancellation);
    }

    /// <summary>The states in which the packet leaves the hook; those that end there are reported to the walk.</summary>
    public IReadOnlyList<WalkState> Run(WalkState start, Hook hook)
    {
        List<WalkState> states = [NoteIpsec(NoteWhatIsNotEvaluated(start, hook), hook)];
        foreach (HookStep step in Order[hook])
        {
            List<WalkState> passed = new(states.Count);
            foreach (WalkState state in states)
            {
                int first = passed.Count;
                RunOne(state, hook, step, passed);
                for (int i = passed.Count - 1; hook == Hook.Output && i >= first; i--)
                {
                    if (!Reroutes(step.Table, state.Packet, passed[i].Packet))
                    {
                        continue;
                    }

                    if (EndsWithoutRoute(passed[i]))
                    {
                        passed.RemoveAt(i);
                    }
                    else
                    {
                        passed[i] = passed[i] with { RoutedAs = passed[i].Packet };
                    }
                }
            }

            states = passed;
        }

        return states;
    }

    // A packet that this namespace sends is routed anew at the end of the mangle table that changed it (ipt_mangle_out() in net/ipv4/netfilter/iptable_mangle.c,
    // ip6t_mangle_out(), nf_route_table_hook4() and 6 in net/netfilter/nft_chain_route.c) and of the nat table that gave it another destination
    // (nf_nat_ipv4_local_fn() in net/netfilter/nf_nat_proto.c): by the mark that it has there, whatever tables behind set.
    private static bool Reroutes(TableKind? table, Packet before, Packet after) => table switch
    {
        TableKind.Mangle => before.Mark != after.Mark || before.TypeOfService != after.TypeOfService || before.RoutedTypeOfService != after.RoutedTypeOfService || (before.Version == IpFamily.IPv6 && before.TimeToLive != after.TimeToLive),
        TableKind.Nat => before.DestinationAddress != after.DestinationAddress,
        _ => false,
    };

    // Without a new route the packet ends there, before the tables behind. The route that is taken is the last that is chosen.
    private bool EndsWithoutRoute(WalkState state)
    {
        if (RouteStep.Run(state, arriving: false, static (_, _, _) => { }, null).Any())
        {
            return false;
        }

        _ = RouteStep.Run(state, arriving: false, (end, disposition, reason) => _finish(end, disposition, reason, null), null);
        return true;
    }

    private void RunOne(WalkState state, Hook hook, HookStep step, List<WalkState> passed)
    {
        switch (step.Table)
        {
            case null:
                Track(state, hook, passed);
                break;
            case TableKind.Nat:
                RunNat(state, hook, passed);
                break;
            case TableKind kind:
                _tables.Run(state, hook, kind, passed, step.Backend);
                break;
        }
    }

    private void Track(WalkState state, Hook hook, List<WalkState> passed)
    {
        WalkState tracked = ConnectionLookup.Track(state);
        bool needsEntry = state.Connection is null && tracked.Connection is { State: ConnectionState.New, Entry: null };
        WalkState? going = needsEntry && NewEntry.Room(state.Space) is EntryShortage shortage
            ? shortage.Pass(tracked, $"{hook}", (end, disposition, reason) => _finish(end, disposition, reason, null))
            : tracked;
        if (going is not null)
        {
            passed.Add(going);
        }
    }

    private WalkState NoteWhatIsNotEvaluated(WalkState state, Hook hook)
    {
        string place = state.Space.Name;
        if (state.Space.Netfilter is not NetfilterConfiguration configuration)
        {
            Evidence missing = new($"{state.Space.Space.Path}/netfilter", 0, "the rules were not collected");
            return state.Assuming($"taken to have no effect: the rules of {place} were not collected", missing);
        }

        if (configuration.Missing.Count > 0)
        {
            foreach (Evidence missing in configuration.MissingFor(state.Packet.Version))
            {
                state = state.Assuming($"taken to have no effect: rules of {place} that could not be read ({missing.Text})", missing);
            }
        }

        string family = state.Packet.Version == IpFamily.IPv4 ? "ip" : "ip6";
        foreach (NativeBaseChain chain in configuration.NativeChains)
        {
            bool onPath = chain.HasEffect && NativeHooks[hook].Contains(chain.Hook) && (chain.Family == family || chain.Family is "inet" or "netdev");
            if (onPath)
            {
                state = Note(state, chain);
            }
        }

        return state;
    }

    // Policies are asked when a packet is routed (xfrm_lookup() in net/xfrm/xfrm_policy.c), and with the addresses from before a translation when it is passed on or
    // delivered (__xfrm_policy_check(), nf_nat_ipv4_decode_session() in net/netfilter/nf_nat_core.c).
    private static WalkState NoteIpsec(WalkState state, Hook hook) => hook == Hook.Prerouting || state.Space.IpsecPolicies.FirstOrDefault(policy =>
            policy.MayHold(state.Packet) || (state.Connection is Connection connection && (policy.MayHold(connection.Original) || policy.MayHold(connection.Reply)))) is not IpsecPolicy policy
        ? state
        : state.Assuming($"taken to let it pass as it is: an IPsec policy of {state.Space.Name} may be for this packet ({policy.Evidence.Text}), and is not evaluated", policy.Evidence);

    /// <summary>The state of a frame that a bridge has switched, with an assumption for each chain of the family bridge that the frame met.</summary>
    /// <param name="state">The frame's packet.</param>
    /// <param name="names">The hooks as nft names them.</param>
    public WalkState NoteBridgeChains(WalkState state, params ReadOnlySpan<string> names)
    {
        foreach (NativeBaseChain chain in state.Space.Netfilter?.NativeChains ?? [])
        {
            if (chain is { Family: "bridge", HasEffect: true } && names.Contains(chain.Hook))
            {
                state = Note(state, chain);
            }
        }

        return state;
    }

    private WalkState Note(WalkState state, NativeBaseChain chain)
    {
        string what = $"nftables {chain} of {state.Space.Name} is not evaluated by this release ({chain.Content})";
        // Only the first packet of a connection is asked about its destination.
        if (chain.CanStop || (chain.CanDivert && !state.IsReply))
        {
            _finish(state.Assuming($"taken to decide: {what}", chain.Evidence), Disposition.Inconclusive, what, null);
        }

        return state.Assuming($"taken to have no effect: {what}", chain.Evidence, matched: false);
    }

    // nf_nat_inet_fn() in net/netfilter/nf_nat_core.c
    private void RunNat(WalkState state, Hook hook, List<WalkState> passed)
    {
        bool destination = hook is Hook.Prerouting or Hook.Output;
        if (state.Untracked || state.Connection is not Connection connection || !connection.IsTracked)
        {
            passed.Add(state);
            return;
        }

        if (connection.State != ConnectionState.New || connection.Entry is not null)
        {
            passed.Add(ConnectionLookup.Translate(state, hook));
            return;
        }

        // Over the loopback interface a connection meets these hooks twice; the kernel asks the rules once, and then the translation is settled, be it none.
        if (destination ? connection.DestinationNatDone : connection.SourceNatDone)
        {
            passed.Add(state);
            return;
        }

        int before = passed.Count;
        _tables.Run(state, hook, TableKind.Nat, passed);
        for (int i = before; i < passed.Count; i++)
        {
            Connection asked = passed[i].Connection!;
            passed[i] = passed[i] with { Connection = destination ? asked with { DestinationNatDone = true } : asked with { SourceNatDone = true } };
        }
    }

    // A table's place in a hook; without a table, connection tracking itself (priority -200). With a backend, only that backend's table stands there.
    private readonly record struct HookStep(TableKind? Table, RulesetBackend? Backend = null);
}
