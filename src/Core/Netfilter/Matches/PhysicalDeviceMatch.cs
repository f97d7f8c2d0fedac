using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>
/// -m physdev: the port of a bridge that the packet came in by or leaves by (net/netfilter/xt_physdev.c). A packet that no bridge handed to the
/// rules has none, and then a condition holds only with <c>!</c>.
/// </summary>
/// <param name="IsIn">--physdev-is-in: false with <c>!</c>, null when the rule does not ask.</param>
/// <param name="IsOut">--physdev-is-out, likewise.</param>
/// <param name="IsBridged">--physdev-is-bridged, likewise.</param>
/// <param name="In">--physdev-in: the port; null when the rule does not ask.</param>
/// <param name="InNegated">True with <c>! --physdev-in</c>.</param>
/// <param name="Out">--physdev-out: the port; null when the rule does not ask.</param>
/// <param name="OutNegated">True with <c>! --physdev-out</c>.</param>
public sealed record PhysicalDeviceMatch(bool? IsIn, bool? IsOut, bool? IsBridged, string? In, bool InNegated, string? Out, bool OutNegated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        // The bridge's own note of the packet, which a routed packet that came in by a bridge keeps until it leaves.
        return context.Surroundings.HasBridgeNote switch
        {
            Truth.No => IsIn != true && IsOut != true && IsBridged != true && (In is null || InNegated) && (Out is null || OutNegated),
            Truth.Yes => BehindBridge(context),
            _ => MatchResult.Unknown("whether bridges hand packets to the rules (net.bridge.bridge-nf-call-iptables) is not in the snapshot"),
        };
    }

    internal static Match Parse(OptionReader options)
    {
        PhysicalDeviceMatch match = new(null, null, null, null, false, null, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--physdev-is-in" => match with { IsIn = !options.Negated },
                "--physdev-is-out" => match with { IsOut = !options.Negated },
                "--physdev-is-bridged" => match with { IsBridged = !options.Negated },
                "--physdev-in" => match with { In = options.Value(), InNegated = options.Negated },
                "--physdev-out" => match with { Out = options.Value(), OutNegated = options.Negated },
                _ => throw options.NotUnderstood(),
            };
        }

        return match is { IsIn: null, IsOut: null, IsBridged: null, In: null, Out: null } ? throw OptionReader.Bad("it has no options: the dump has lost its condition") : match;
    }

    // physdev_mt(): a packet that is switched has a port to leave by, one that is routed has none.
    private MatchResult BehindBridge(EvaluationContext context)
    {
        string? leaving = context.Surroundings.OutBridgePort;
        bool switched = leaving is not null;
        if ((IsBridged is bool bridged && bridged != switched) || (IsOut is bool isOut && isOut != switched) || IsIn == false)
        {
            return false;
        }

        if (Out is not null && (leaving is null || InterfaceMatch.Matches(Out, leaving) == OutNegated))
        {
            return false;
        }

        if (In is null || In == "+")
        {
            return !(In is not null && InNegated);
        }

        return context.Surroundings.InBridgePort is string port
            ? InterfaceMatch.Matches(In, port) != InNegated
            : MatchResult.Unknown($"by which port of {context.InInterface} the packet came in");
    }
}
