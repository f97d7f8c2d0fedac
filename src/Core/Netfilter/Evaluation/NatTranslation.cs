using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>Carries out DNAT, REDIRECT, SNAT, MASQUERADE and NETMAP on the packet and on its connection's reply tuple.</summary>
internal static class NatTranslation
{
    private static readonly IpAddress Loopback4 = IpAddress.Parse("127.0.0.1");
    private static readonly IpAddress Loopback6 = IpAddress.Parse("::1");

    public static TableOutcome Destination(TableOutcome state, Rule rule, DestinationNatTarget target, EvaluationContext context)
    {
        if (target.Kind == "REDIRECT")
        {
            return Redirect(state, rule, target, context);
        }

        if (target.First is IpAddress wanted && wanted.Family != state.Packet.Version)
        {
            return NotKnown(state, rule, $"{target.Destination} is no {state.Packet.Version} address");
        }

        IpAddress address = target is { First: IpAddress first, Last: IpAddress last }
            ? NatSelection.Address(first, last, state.Packet, forDestination: true, target.Persistent, ZoneOf(state))
            : state.Packet.DestinationAddress;
        return ToDestination(state, rule, target, address);
    }

    public static TableOutcome Source(TableOutcome state, Rule rule, SourceNatTarget target, EvaluationContext context)
    {
        Packet packet = state.Packet;
        if (target.Kind == "MASQUERADE")
        {
            return Masquerade(state, rule, target, context);
        }

        if (target is not { First: IpAddress first, Last: IpAddress last })
        {
            return ToSource(state, rule, packet.SourceAddress, target.Ports, target.RandomPort);
        }

        if (first.Family != packet.Version)
        {
            return NotKnown(state, rule, $"{first} is no {packet.Version} address");
        }

        // nf_in_range(): a source that is in the range already stays as it is.
        Truth keeps = packet.SourceAddress < first || packet.SourceAddress > last || target.RandomPort ? Truth.No
            : target.Ports is not PortRange ports || !ProtocolName.HasPorts(packet.Transport) ? Truth.Yes
            : ports.Holds(packet.SourcePort);
        if (keeps == Truth.Unknown && first != last)
        {
            return NotKnown(state, rule, "the source port decides whether the source is in the range already; give -SourcePort");
        }

        IpAddress address = keeps != Truth.No ? packet.SourceAddress : NatSelection.Address(first, last, packet, forDestination: false, target.Persistent, ZoneOf(state));
        return keeps == Truth.Yes ? ToSource(state, rule, address, packet.SourcePort, drawn: false) : ToSource(state, rule, address, target.Ports, target.RandomPort);
    }

    /// <summary>NETMAP writes the destination before the route is chosen, and the source behind it (netmap_tg4 in net/netfilter/xt_NETMAP.c).</summary>
    public static TableOutcome NetworkMap(TableOutcome state, Rule rule, NetworkMapTarget target, EvaluationContext context)
    {
        if (target.Network.Address.Family != state.Packet.Version)
        {
            return NotKnown(state, rule, $"{target.Network} is no {state.Packet.Version} network");
        }

        return context.Hook is Hook.Prerouting or Hook.Output
            ? ToDestination(state, rule, new DestinationNatTarget(target.Name, null, null, null), target.Map(state.Packet.DestinationAddress))
            : ToSource(state, rule, target.Map(state.Packet.SourceAddress), state.Packet.SourcePort, drawn: false);
    }

    // nf_nat_redirect_ipv4(): to the loopback address at OUTPUT, to the interface's first address at PREROUTING. An interface without an address,
    // such as a cali interface, has nothing to redirect to.
    private static TableOutcome Redirect(TableOutcome state, Rule rule, DestinationNatTarget target, EvaluationContext context)
    {
        if (context.Hook == Hook.Output)
        {
            return ToDestination(state, rule, target, state.Packet.Version == IpFamily.IPv4 ? Loopback4 : Loopback6);
        }

        string device = context.InInterface ?? "";
        return context.AddressesOn(device) switch
        {
            null => NotKnown(state, rule, $"the address of {device}, which REDIRECT takes, was not collected"),
            { Count: 0 } => Dropped(state, rule, $"{device} has no address to redirect to"),
            IReadOnlyList<IpAddress> addresses => ToDestination(state, rule, target, addresses[0]),
        };
    }

    private static TableOutcome Masquerade(TableOutcome state, Rule rule, SourceNatTarget target, EvaluationContext context)
    {
        if (context.OutInterface is not string device)
        {
            return NotKnown(state, rule, "the address of the outgoing interface, which MASQUERADE takes, is not known");
        }

        if (context.AddressOfInterface(device) is not IpAddress address)
        {
            // nf_nat_masquerade_ipv4() in net/netfilter/nf_nat_masquerade.c: "ate my IP address".
            return context.AddressesOn(device) is null
                ? NotKnown(state, rule, $"the address of {device}, which MASQUERADE takes, is not known")
                : Dropped(state, rule, $"{device} has no address to masquerade with");
        }

        return ToSource(state, rule, address, target.Ports, target.RandomPort);
    }

    private static TableOutcome ToDestination(TableOutcome state, Rule rule, DestinationNatTarget target, IpAddress address)
    {
        Packet packet = state.Packet;
        Packet translated = packet with { DestinationAddress = address, DestinationPort = NatSelection.DestinationPort(target.Ports, target.BasePort, target.RandomPort, packet) };
        return Translated(state, rule, translated) with
        {
            Connection = state.Connection is not Connection connection ? null : connection with
            {
                DestinationTranslated = connection.DestinationTranslated || !translated.SameTuple(packet),
                Reply = connection.Reply with { SourceAddress = address, SourcePort = translated.DestinationPort },
            },
        };
    }

    private static TableOutcome ToSource(TableOutcome state, Rule rule, IpAddress source, PortRange? ports, bool random)
    {
        int? port = NatSelection.SourcePort(ports, random, state.Packet);
        return ToSource(state, rule, source, port, drawn: random || (ports is not null && port is null));
    }

    private static TableOutcome ToSource(TableOutcome state, Rule rule, IpAddress source, int? port, bool drawn)
    {
        Packet packet = state.Packet;
        Packet translated = packet with { SourceAddress = source, SourcePort = port };
        return Translated(state, rule, translated) with
        {
            Connection = state.Connection is not Connection connection ? null : connection with
            {
                SourceTranslated = connection.SourceTranslated || !translated.SameTuple(packet) || drawn,
                Reply = connection.Reply with { DestinationAddress = source, DestinationPort = port },
            },
        };
    }

    private static int ZoneOf(TableOutcome state) => state.Connection?.Zone.Id ?? 0;

    private static TableOutcome Translated(TableOutcome state, Rule rule, Packet packet) => state with
    {
        Verdict = TableVerdict.Accept,
        Decider = rule,
        Packet = packet,
        LastStep = state.LastStep! with { After = packet },
    };

    private static TableOutcome Dropped(TableOutcome state, Rule rule, string reason) =>
        state with { Verdict = TableVerdict.Drop, Decider = rule, Reason = reason };

    private static TableOutcome NotKnown(TableOutcome state, Rule rule, string reason) =>
        state with { Verdict = TableVerdict.Unknown, Decider = rule, Reason = reason };
}
