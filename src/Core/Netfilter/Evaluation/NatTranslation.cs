using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>Carries out DNAT, REDIRECT, SNAT and MASQUERADE on the packet and on its connection's reply tuple.</summary>
internal static class NatTranslation
{
    public static TableOutcome Destination(TableOutcome state, Rule rule, DestinationNatTarget target, EvaluationContext context)
    {
        Packet packet = state.Packet;
        if (target.Kind == "REDIRECT" && context.Hook != Hook.Output && context.AddressesOn(context.InInterface ?? "") is { Count: 0 })
        {
            // nf_nat_redirect_ipv4(): an interface without an address, such as a cali interface, has nothing to redirect to.
            return state with { Verdict = TableVerdict.Drop, Decider = rule, Reason = $"{context.InInterface} has no address to redirect to" };
        }

        IpAddress? address = target.Kind == "REDIRECT" ? RedirectAddress(context, packet.Version) : target.First ?? packet.DestinationAddress;
        if (address is not IpAddress destination)
        {
            return NotKnown(state, rule, $"the address of {context.InInterface}, which REDIRECT takes, was not collected");
        }

        Packet translated = packet with { DestinationAddress = destination, DestinationPort = target.Ports?.First ?? packet.DestinationPort };
        bool oneOfMany = target.First != target.Last || target.Ports is PortRange { First: int first, Last: int last } && first != last;
        return Translated(state, rule, translated, oneOfMany ? $"the new destination is one of {target.Destination}; the first was taken" : null) with
        {
            Connection = state.Connection is not Connection connection ? null : connection with
            {
                DestinationTranslated = connection.DestinationTranslated || !translated.SameTuple(packet),
                Reply = connection.Reply with { SourceAddress = translated.DestinationAddress, SourcePort = translated.DestinationPort },
            },
        };
    }

    public static TableOutcome Source(TableOutcome state, Rule rule, SourceNatTarget target, EvaluationContext context)
    {
        Packet packet = state.Packet;
        IpAddress? address = target.First ?? (context.OutInterface is string device ? context.AddressOfInterface(device) : null);
        if (address is not IpAddress source)
        {
            return NotKnown(state, rule, $"the address of {context.OutInterface ?? "the outgoing interface"}, which {target.Kind} takes, is not known");
        }

        // The kernel keeps the source port where it can; with --random it picks another.
        int? port = target.RandomPort || target.Ports is not null ? null : packet.SourcePort;
        Packet translated = packet with { SourceAddress = source, SourcePort = port };
        return Translated(state, rule, translated, target.First != target.Last ? "the new source is one of several; the first was taken" : null) with
        {
            Connection = state.Connection is not Connection connection ? null : connection with
            {
                SourceTranslated = connection.SourceTranslated || source != packet.SourceAddress || target.RandomPort,
                Reply = connection.Reply with { DestinationAddress = source, DestinationPort = port },
            },
        };
    }

    // At OUTPUT the kernel redirects to the loopback address, at PREROUTING to the interface's first.
    private static IpAddress? RedirectAddress(EvaluationContext context, IpFamily family)
    {
        if (context.Hook == Hook.Output)
        {
            return IpAddress.Parse(family == IpFamily.IPv4 ? "127.0.0.1" : "::1");
        }

        return context.AddressesOn(context.InInterface ?? "")?[0];
    }

    private static TableOutcome Translated(TableOutcome state, Rule rule, Packet packet, string? assumption) => state with
    {
        Verdict = TableVerdict.Accept,
        Decider = rule,
        Packet = packet,
        LastStep = state.LastStep! with { After = packet },
        Assumptions = assumption is null ? state.Assumptions : state.Assumptions.Add(new Assumption(assumption, rule.Evidence, true)),
    };

    private static TableOutcome NotKnown(TableOutcome state, Rule rule, string reason) =>
        state with { Verdict = TableVerdict.Unknown, Decider = rule, Reason = reason };
}
