using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>Compares one predicted path with what was seen, hop by hop, up to the first difference.</summary>
internal sealed class PathComparison
{
    private readonly PathOutcome _outcome;
    private readonly Observation _observation;
    private readonly IReadOnlyDictionary<string, SeenPackets> _seen;

    private PathComparison(PathOutcome outcome, Observation observation, IReadOnlyDictionary<string, SeenPackets> seen)
    {
        _outcome = outcome;
        _observation = observation;
        _seen = seen;
    }

    /// <summary>The hops with what the kernel said of each.</summary>
    public static ComparedPath Compare(PathOutcome outcome, Observation observation, IReadOnlyDictionary<string, SeenPackets> seen)
    {
        PathComparison comparison = new(outcome, observation, seen);
        List<string> differences = [];
        Hop[] there = comparison.Walk(outcome.Hops, back: false, differences);
        Hop[] back = differences.Count == 0 && !comparison.IsUnanswered ? comparison.Walk(outcome.ReplyHops, back: true, differences) : outcome.ReplyHops;
        if (differences.Count == 0)
        {
            differences.AddRange(comparison.OtherDifferences());
        }

        return new ComparedPath(outcome with { Hops = there, ReplyHops = back }, differences.FirstOrDefault());
    }

    // A server need not answer a datagram, and least of all an empty one: then nothing can be said of the way back.
    private bool IsUnanswered => _observation.Probe.Packet.Transport == Protocol.Udp && _seen.Values.All(seen => seen.Back.Count == 0);

    private Hop[] Walk(Hop[] hops, bool back, List<string> differences)
    {
        Hop[] marked = [.. hops];
        HashSet<Hop> own = new(OwnHops.Of(hops), ReferenceEqualityComparer.Instance);
        Dictionary<string, RuleSequence> rules = [];
        for (int i = 0; i < hops.Length && differences.Count == 0; i++)
        {
            Hop hop = hops[i];
            if (!own.Contains(hop) || _observation.Absent.Contains(hop.Place))
            {
                continue;
            }

            if (!rules.TryGetValue(hop.Place, out RuleSequence? sequence))
            {
                rules[hop.Place] = sequence = new RuleSequence(Steps(hop.Place, back), _observation.Unsure);
            }

            HopFinding finding = Judge(hop, sequence, back);
            if (finding.Difference is not null && Cause(hop, sequence, hops[(i + 1)..]) is HopFinding cause)
            {
                finding = cause;
            }

            marked[i] = hop with { Confirmation = finding.Confirmation?.ToString(), KernelEvidence = finding.Evidence };
            if (finding.Difference is string difference)
            {
                differences.Add($"{hop.Place}: {difference}");
            }
        }

        if (differences.Count == 0)
        {
            differences.AddRange(rules.Select(pair => pair.Value.Unexpected() is HopFinding more ? $"{pair.Key}: {more.Difference}" : null).OfType<string>());
        }

        return marked;
    }

    // A rule that nobody predicted, before the place where the packet went another way, is why.
    private static HopFinding? Cause(Hop hop, RuleSequence rules, Hop[] later) => hop switch
    {
        RouteHop => rules.Unexpected(Hook.Prerouting),
        LinkHop when later.All(other => other.Place != hop.Place) => rules.Unexpected(),
        _ => null,
    };

    private HopFinding Judge(Hop hop, RuleSequence rules, bool back)
    {
        PlaceSightings here = new(hop.Place, Steps(hop.Place, back));
        return hop switch
        {
            RuleHop rule => Translated(rule, rules.Next(rule), here),
            SocketHop { Sends: true } socket => here.Sent(socket),
            SocketHop socket => Received(socket, here, back),
            RouteHop route => here.Routed(route),
            LinkHop { PeerPlace: string place } when !_observation.Absent.Contains(place) => Crossed(place, back),
            EncapsulationHop tunnel => here.Tunnelled(tunnel),
            LinkHop link => here.Left(link),
            ConntrackHop translation => here.Rewritten(translation.After),
            _ => HopFinding.Nothing,
        };
    }

    // The same rule may translate to something else by now: its place alone does not tell.
    private static HopFinding Translated(RuleHop rule, HopFinding taken, PlaceSightings here)
    {
        if (!rule.Rewrites || taken.Confirmation != HopConfirmation.Confirmed)
        {
            return taken;
        }

        HopFinding after = here.Rewritten(rule.After);
        return after with
        {
            Evidence = [.. taken.Evidence, .. after.Evidence],
            Difference = after.Difference is null ? null : $"{rule.Table.ToLowerInvariant()} {rule.Chain} rule {rule.RuleNumber} translates otherwise: {after.Difference}",
        };
    }

    private HopFinding Crossed(string place, bool back) => new PlaceSightings(place, Steps(place, back)).Arrived is SeenStep arrived
        ? HopFinding.Confirmed(arrived.Line)
        : HopFinding.Contradicted($"the packet was not seen in {place}");

    private HopFinding Received(SocketHop hop, PlaceSightings here, bool back)
    {
        if (here.Received is not SeenStep received)
        {
            return HopFinding.Contradicted($"the packet was not seen behind the rules of {hop.Place}");
        }

        string answer = $"the client: {_observation.Probe.Answer}";
        if (back)
        {
            return HopFinding.Confirmed(received.Line, answer);
        }

        // A server may accept and reset at once; a socket that answered the SYN has taken it.
        SeenStep[] answers = [.. _seen.Values.SelectMany(seen => seen.Back)];
        bool refused = !answers.Any(step => step.Packet.Flags.HasFlag(TcpFlags.Syn))
            && (answers.Any(step => step.Packet.Flags.HasFlag(TcpFlags.Rst)) || _observation.Probe.Symptom == nameof(Symptom.ConnectionRefused));
        bool listens = _outcome.Disposition == nameof(Disposition.Delivered);
        return _outcome.Disposition is nameof(Disposition.Delivered) or nameof(Disposition.NotListening) && refused == listens
            ? HopFinding.Contradicted(refused ? $"{hop.Place} refused, and the trace says that a socket listens" : $"a socket of {hop.Place} took the packet, and the trace says that none listens", received.Line, answer)
            : HopFinding.Confirmed(received.Line, answer);
    }

    // What no hop stands for: what the client saw, and what conntrack holds.
    private IEnumerable<string> OtherDifferences()
    {
        ProbeResult probe = _observation.Probe;
        // A datagram that a socket took need not be answered.
        bool silent = probe.Symptom == nameof(Symptom.TimedOut) && _outcome.Symptom == nameof(Symptom.Connected) && probe.Packet.Transport == Protocol.Udp;
        if (_outcome.Symptom != probe.Symptom && _outcome.Symptom != nameof(Symptom.Unknown) && !silent)
        {
            yield return $"the client saw '{probe.Answer}', and the trace says {_outcome.Symptom}";
        }

        HashSet<string> around = [.. _outcome.Hops.Concat(_outcome.ReplyHops).OfType<EncapsulationHop>().Select(hop => hop.Outer.ToString())];
        foreach (ConntrackTuple predicted in _outcome.Conntrack.Where(tuple => !_observation.ConntrackUnknown.Contains(tuple.Place) && !around.Contains(tuple.Original)))
        {
            ConntrackTuple[] held = [.. _observation.Conntrack.Where(tuple => tuple.Place == predicted.Place)];
            // A reset that answers the first packet takes the entry away at once (nf_conntrack_tcp_packet() in nf_conntrack_proto_tcp.c).
            bool kept = held.Length > 0 || probe.Symptom == nameof(Symptom.Connected);
            if (kept && !held.Any(tuple => TupleText.Fits(predicted.Original, tuple.Original) && TupleText.Fits(predicted.Reply, tuple.Reply)))
            {
                yield return $"{predicted.Place}: conntrack holds {(held.Length > 0 ? string.Join("; ", (object[])held) : "no entry of the probe")}, and the trace says {predicted}";
            }
        }
    }

    private List<SeenStep> Steps(string place, bool back) =>
        !_seen.TryGetValue(place, out SeenPackets? seen) ? [] : back ? seen.Back : seen.There;
}
