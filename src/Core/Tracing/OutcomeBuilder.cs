using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Makes the outcome of a walk that has ended.</summary>
internal static class OutcomeBuilder
{
    public static PathOutcome Build(WalkStart start, WalkState end, Disposition disposition, string reason, string? rejectWith)
    {
        Arrival? arrival = end.Arrival;
        if (IsUnexpected(start, end, disposition))
        {
            disposition = Disposition.NotListening;
            reason = $"the client waits for {start.Packet.Reversed()} and gets {end.Packet} from {end.Space.Name}";
        }

        WalkState there = arrival?.State ?? end;
        Disposition ending = arrival?.Disposition ?? disposition;
        bool answered = arrival is not null && Answered(start, end, disposition);
        string? strange = arrival is null || answered ? null : Strange(start, end, disposition);
        string? untranslated = arrival is null ? TranslationCheck.Problem(end, disposition) : null;
        string explanation = untranslated is not null ? $"{untranslated}; then {reason}"
            : arrival is null ? WithHolder(end, disposition, reason)
            : answered || disposition == Disposition.Delivered ? arrival.Reason
            : $"{arrival.Reason}, but the answer is lost: {strange ?? reason}";
        return new PathOutcome
        {
            Probability = end.Probability,
            Disposition = (untranslated is null ? ending : Disposition.NotTranslated).ToString(),
            Reason = explanation,
            ReplyDisposition = arrival is null ? null : disposition.ToString(),
            Symptom = (arrival is null
                ? Symptoms.OfPacket(disposition, there, start, rejectWith)
                : strange is not null ? Symptom.TimedOut : Symptoms.OfAnswer(arrival.Disposition, disposition, answered)).ToString(),
            Endpoint = there.Packet.DestinationEndpoint,
            EndsAt = there.Space.Name,
            SourceSeen = there.Packet.Source,
            Assumptions = [.. end.Assumptions.Select(assumption => assumption.Text)],
            Assumed = end.Assumptions,
            Hops = there.Hops.ToArray(),
            ReplyHops = arrival is null ? [] : end.Hops.ToArray(),
            AskedSize = start.PacketSize,
            // The kernel tracks connections only in namespaces whose rules ask for it.
            Conntrack = [.. end.Tracked.Where(entry => entry.Space.Netfilter?.Rulesets.Any(ruleset => ruleset.HasRules) == true).Select(entry => ConntrackTuple.From(entry.Space.Name, entry.Connection))],
        };
    }

    // A route that lets nothing through stands where the pod's own route should be: says where the pod is.
    private static string WithHolder(WalkState end, Disposition disposition, string reason)
    {
        NodeNetwork network = end.Space.Node;
        if (end.Space != network.Host || end.Carried is not null || disposition is not (Disposition.Blackholed or Disposition.NoRoute or Disposition.Unreachable or Disposition.Prohibited))
        {
            return reason;
        }

        if (network.Holding(end.Packet.DestinationAddress) is not [NamespaceView holder, ..])
        {
            return $"{reason}; no namespace of the snapshot holds {end.Packet.Destination}";
        }

        Link? link = network.Host.Links?.Links.FirstOrDefault(one => network.Veths.PeerOf(network.Host, one.Name)?.Space == holder);
        return link is null ? $"{reason}; {holder.Name} holds {end.Packet.Destination}"
            : $"{reason}; {holder.Name} holds {end.Packet.Destination}, behind {link}{(link.IsUp ? "" : ", which is down")}";
    }

    // No node on the way back has the connection that would translate the answer: it comes to the client from somebody whom it did not ask.
    private static string? Strange(WalkStart start, WalkState end, Disposition disposition)
    {
        Packet expected = start.Packet.Reversed();
        bool goesToClient = disposition == Disposition.LeavesSnapshot && start.ArrivesOn is not null && end.Packet.DestinationAddress == start.Packet.SourceAddress;
        return goesToClient && !expected.SameTuple(end.Packet)
            ? $"{end.Packet} leaves {end.Space.Name} for the client, which waits for {expected}"
            : null;
    }

    // A client outside the snapshot gets its answer when that leaves by the interface that the request came in by, as the client expects it.
    private static bool Answered(WalkStart start, WalkState end, Disposition disposition) =>
        disposition == Disposition.Delivered
        || (disposition == Disposition.LeavesSnapshot
            && start.ArrivesOn is string device
            && end.Space == start.Space
            && (end.Carried?.Innermost.OutInterface ?? end.OutInterface) == device
            && start.Packet.Reversed().SameTuple(end.Packet));

    // The answer goes straight to the client outside, and is not the one that it waits for: another node than the one it asked must not answer in its own name.
    private static bool IsUnexpected(WalkStart start, WalkState end, Disposition disposition) =>
        disposition == Disposition.LeavesSnapshot
        && start.ArrivesOn is not null
        && end is { IsReply: true, Carried: null, Gateway: null }
        && end.Packet.DestinationAddress == start.Packet.SourceAddress
        && !start.Packet.Reversed().SameTuple(end.Packet);
}
