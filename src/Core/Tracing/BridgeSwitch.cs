using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>What a bridge does with a frame: hands it to its own IP stack, or switches it to a port (net/bridge/br_input.c, br_forward.c, br_netfilter_hooks.c).</summary>
internal sealed class BridgeSwitch(Transmission transmission, HookRunner hooks, BridgedRouting routing, NextHopResolution nextHops, Action<WalkState, Disposition, string> finish)
{
    /// <summary>The bridge's own IP stack sends (br_dev_xmit): no rules are asked again.</summary>
    public IEnumerable<WalkState> Send(WalkState state, Frame frame, Link bridge) => Switch(state, frame, bridge, null, asked: false);

    /// <summary>A frame comes in by a port (br_handle_frame).</summary>
    public IEnumerable<WalkState> Receive(WalkState state, Frame frame, Link bridge, Link port)
    {
        string place = state.Space.Name;
        if (!bridge.IsUp)
        {
            finish(state, Disposition.LinkDown, $"bridge {bridge} of {place} is down");
            return [];
        }

        if (port.BridgePort?.State is string blocked and not "forwarding")
        {
            finish(state, Disposition.LinkDown, $"port {port.Name} of bridge {bridge.Name} of {place} is {blocked}");
            return [];
        }

        if (bridge.Bridge is { FiltersVlans: true })
        {
            finish(state, Disposition.Inconclusive, $"bridge {bridge.Name} of {place} filters VLANs, which this release does not model");
            return [];
        }

        WalkState arrived = state with { InInterface = bridge.Name, BridgePort = port.Name };
        return Asks(arrived, bridge).SelectMany(one => one.Asked ? Prerouting(one.State, frame, bridge, port) : Switch(one.State, frame, bridge, port, asked: false));
    }

    // What is not known goes both ways; without rules it makes no difference.
    private static IEnumerable<(WalkState State, bool Asked)> Asks(WalkState state, Link bridge)
    {
        Truth asks = state.Space.AsksRules(bridge, state.Packet.Version);
        if (asks != Truth.Unknown || state.Space.Netfilter is { } rules && !rules.Rulesets.Any(ruleset => ruleset.HasRules))
        {
            return [(state, asks == Truth.Yes)];
        }

        string setting = $"whether bridge {bridge.Name} of {state.Space.Name} asks the rules (bridge-nf-call-iptables) was not collected";
        Evidence missing = new($"{state.Space.Space.Path}/sysctl.txt", 0, "bridge-nf-call-iptables was not collected");
        return [(state.Assuming($"taken to ask: {setting}", missing), true), (state.Assuming($"taken not to ask: {setting}", missing, matched: false), false)];
    }

    // br_nf_pre_routing_finish(): what was given another destination is routed there and then.
    private IEnumerable<WalkState> Prerouting(WalkState state, Frame frame, Link bridge, Link port)
    {
        IpAddress destination = state.Packet.DestinationAddress;
        return hooks.Run(state, Hook.Prerouting)
            .Select(passed => passed with { PreroutingDone = true })
            .SelectMany(passed => passed.Packet.DestinationAddress == destination ? Switch(passed, frame, bridge, port, asked: true) : Reroute(passed, bridge, port));
    }

    private IEnumerable<WalkState> Reroute(WalkState state, Link bridge, Link port)
    {
        foreach (WalkState routed in routing(state))
        {
            if (routed.OutInterface != bridge.Name)
            {
                // It goes up to the IP stack, which finds the same route.
                yield return state;
            }
            else if (nextHops.Resolve(routed, bridge, routed.Gateway ?? routed.Packet.DestinationAddress) is (WalkState resolved, Frame frame))
            {
                foreach (WalkState switched in Switch(resolved, frame, bridge, port, asked: true))
                {
                    yield return switched;
                }
            }
        }
    }

    private IEnumerable<WalkState> Switch(WalkState state, Frame frame, Link bridge, Link? from, bool asked)
    {
        BridgeDecision decision = BridgeLookup.Decide(state.Space, frame, bridge, from);
        foreach (string assumption in decision.Assumptions)
        {
            state = state.Assuming(assumption, decision.Entry ?? bridge.Evidence);
        }

        if (decision.Ending is Disposition ending)
        {
            finish(state, ending, decision.Reason!);
            return [];
        }

        state = (from, decision.Port) switch
        {
            (null, _) => hooks.NoteBridgeChains(state, "output", "postrouting"),
            (_, null) => hooks.NoteBridgeChains(state, "prerouting", "input"),
            _ => hooks.NoteBridgeChains(state, "prerouting", "forward", "postrouting"),
        };
        return decision.Port is not Link to ? [state] : Forward(state, frame, bridge, from, to, asked, decision.Entry);
    }

    // br_forward(): FORWARD and POSTROUTING with the bridge as both interfaces, and the ports as physical ones.
    private IEnumerable<WalkState> Forward(WalkState state, Frame frame, Link bridge, Link? from, Link to, bool asked, Evidence? entry)
    {
        WalkState switched = (asked ? state with { OutInterface = bridge.Name, OutBridgePort = to.Name, PreroutingDone = false } : state)
            .With(LinkHops.Switched(state, bridge, from, to, asked, entry));
        return asked
            ? hooks.Run(switched, Hook.Forward)
                .SelectMany(passed => hooks.Run(passed, Hook.Postrouting))
                .Select(passed => ConnectionLookup.Confirm(passed, Hook.Postrouting, finish))
                .OfType<WalkState>()
                .SelectMany(confirmed => transmission.Out(confirmed, frame, to))
            : transmission.Out(switched, frame, to);
    }
}
