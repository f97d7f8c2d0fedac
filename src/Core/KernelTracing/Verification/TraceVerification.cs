using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>Compares a trace with what the kernel reported of one probe.</summary>
internal static class TraceVerification
{
    /// <summary>The trace with the kernel's word on it.</summary>
    /// <param name="trace">The trace of exactly the packet that was sent.</param>
    /// <param name="snapshots">The snapshots that it was made from.</param>
    /// <param name="observation">What was seen.</param>
    public static PacketTrace Apply(PacketTrace trace, IReadOnlyList<NodeSnapshot> snapshots, Observation observation)
    {
        observation = WithoutZones(trace, observation);
        Dictionary<string, SeenPackets> seen = Sort(trace, snapshots, observation);
        ComparedPath[] compared = [.. trace.Outcomes.Select(outcome => PathComparison.Compare(outcome, observation, seen))];

        // The probe takes one of the ways: the one that agrees, or else the one that agrees longest.
        ComparedPath taken = compared.OrderBy(path => path.Difference is not null).ThenByDescending(path => path.Confirmed).First();
        PathVerification verification = Word(taken, observation, [.. Events(seen)]);
        return trace with
        {
            Outcomes = [.. trace.Outcomes.Zip(compared, (outcome, path) => path == taken
                ? path.Outcome with { Confirmation = Outcome(verification) }
                : outcome with { Confirmation = nameof(HopConfirmation.NotTaken) })],
            Verification = verification,
        };
    }

    // Conntrack is asked in the default zone; where a rule chooses another, an entry that is not found there says nothing.
    private static Observation WithoutZones(PacketTrace trace, Observation observation)
    {
        HashSet<string> choosing = [.. trace.Outcomes.SelectMany(outcome => outcome.Hops.Concat(outcome.ReplyHops)).OfType<RuleHop>().Where(hop => hop.Target == "CT").Select(hop => hop.Place)];
        choosing.IntersectWith(trace.Outcomes.SelectMany(outcome => outcome.Conntrack).Select(tuple => tuple.Place));
        choosing.ExceptWith(observation.Conntrack.Select(tuple => tuple.Place));
        return observation with { ConntrackUnknown = [.. observation.ConntrackUnknown.Union(choosing)] };
    }

    // The namespaces in the order of the path: the client's comes first, and shows the first of the probe's packets.
    private static Dictionary<string, SeenPackets> Sort(PacketTrace trace, IReadOnlyList<NodeSnapshot> snapshots, Observation observation)
    {
        Dictionary<string, SeenPackets> seen = [];
        PacketIdentity? first = null;
        string[] places = [.. VerificationPlan.Places(trace)];
        foreach (string place in places.Where(observation.Events.ContainsKey))
        {
            Hop[] there = [.. trace.Outcomes.SelectMany(outcome => outcome.Hops).Where(hop => hop.Place == place)];
            Hop[] back = [.. trace.Outcomes.SelectMany(outcome => outcome.ReplyHops).Where(hop => hop.Place == place)];
            NetworkNamespace space = VerificationPlan.Space(snapshots, place);
            seen[place] = SeenPackets.Sort(space, observation.Events[place], observation.Probe.Packet, (there, back), ref first);
        }

        return seen;
    }

    private static string? Outcome(PathVerification verification) => verification.Result switch
    {
        nameof(VerificationResult.Confirmed) => nameof(HopConfirmation.Confirmed),
        nameof(VerificationResult.Contradicted) => nameof(HopConfirmation.Contradicted),
        _ => null,
    };

    private static PathVerification Word(ComparedPath taken, Observation observation, ObservedEvent[] events)
    {
        int hops = taken.All.Count();
        bool whole = taken.Confirmed == hops && observation.ConntrackUnknown.Count == 0;
        (VerificationResult result, string reason) = taken.Difference switch
        {
            not null when observation.LostEvents > 0 => (VerificationResult.Incomplete, $"{Lost(observation)}; without these {taken.Difference}"),
            string difference => (VerificationResult.Contradicted, difference),
            null when observation.LostEvents > 0 => (VerificationResult.Incomplete, Lost(observation)),
            null when whole => (VerificationResult.Confirmed, $"the kernel did what the trace says, at each of its {hops} hops"),
            _ when observation.Probe is { Symptom: nameof(Symptom.TimedOut), Packet.Transport: Protocol.Udp } && taken.Outcome.Symptom == nameof(Symptom.Connected) =>
                (VerificationResult.Incomplete, $"the server did not answer the datagram; the {taken.Confirmed} hops there are confirmed, and nothing is known of the way back"),
            _ => (VerificationResult.Incomplete, taken.Confirmed == hops
                ? $"conntrack of {string.Join(", ", observation.ConntrackUnknown)} could not be asked for the entry"
                : $"{hops - taken.Confirmed} of {hops} hops could not be compared{WhyNot(taken, observation)}; the others are confirmed"),
        };
        return new PathVerification
        {
            Result = result.ToString(),
            Reason = reason,
            Probe = observation.Probe,
            Endpoint = taken.Outcome.Endpoint,
            ConfirmedHops = taken.Confirmed,
            Hops = hops,
            Conntrack = [.. observation.Conntrack],
            LostEvents = observation.LostEvents,
            Events = events,
        };
    }

    private static string WhyNot(ComparedPath taken, Observation observation)
    {
        string[] reasons =
        [
            .. observation.Absent.Count > 0 ? [$"{string.Join(", ", observation.Absent)} of the other node {(observation.Absent.Count == 1 ? "is" : "are")} not on this machine"] : Array.Empty<string>(),
            .. taken.All.Any(hop => hop is EncapsulationHop) ? ["of what a tunnel carries the kernel reports the packet around it"] : Array.Empty<string>(),
        ];
        return reasons.Length == 0 ? "" : $" ({string.Join("; ", reasons)})";
    }

    private static string Lost(Observation observation) => $"the kernel lost events, {observation.LostEvents} times";

    private static IEnumerable<ObservedEvent> Events(Dictionary<string, SeenPackets> seen) => seen.SelectMany(pair =>
        pair.Value.There.Select(step => new ObservedEvent(pair.Key, false, step.Event)).Concat(pair.Value.Back.Select(step => new ObservedEvent(pair.Key, true, step.Event))));
}
