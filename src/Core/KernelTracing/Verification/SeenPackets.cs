using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>
/// The events of the probe's first packet, and of the first answer, in one namespace. Others are left out: the rest of the connection, what is sent again, and
/// packets that other traces report.
/// </summary>
internal sealed class SeenPackets
{
    private static readonly Dictionary<string, Hook> BaseChains = Enum.GetValues<Hook>().ToDictionary(hook => hook.ToString().ToUpperInvariant());

    private readonly Packet _sent;
    private readonly RuleFinder _finder;
    private readonly Dictionary<uint, TracedHeaders> _headers = [];
    private readonly Dictionary<(RulesetBackend, string?, string), Hook?> _hooks = [];
    private readonly HashSet<(string Table, string Chain)> _answersEntered = [];
    private bool _answeredAgain;

    private SeenPackets(NetworkNamespace space, Packet sent)
    {
        _finder = new RuleFinder(space);
        _sent = sent;
        There = [];
        Back = [];
    }

    /// <summary>The events of the probe.</summary>
    public List<SeenStep> There { get; }

    /// <summary>The events of its answer.</summary>
    public List<SeenStep> Back { get; }

    /// <summary>Sorts the events of a namespace.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="events">Its events.</param>
    /// <param name="sent">The probe as it was sent.</param>
    /// <param name="hops">The hops that are predicted in this namespace, there and back: they tell the packets as NAT has rewritten them.</param>
    /// <param name="first">What tells the probe's first packet from those that were sent again; null before it was seen.</param>
    public static SeenPackets Sort(NetworkNamespace space, IReadOnlyList<KernelTraceEvent> events, Packet sent, (Hop[] There, Hop[] Back) hops, ref PacketIdentity? first)
    {
        SeenPackets seen = new(space, sent);
        foreach (KernelTraceEvent step in events)
        {
            seen.Take(step, hops, ref first);
        }

        return seen;
    }

    private void Take(KernelTraceEvent step, (Hop[] There, Hop[] Back) hops, ref PacketIdentity? first)
    {
        if (HeadersOf(step) is not (Packet packet, PacketIdentity identity) || packet.Transport != _sent.Transport)
        {
            return;
        }

        bool tcp = packet.Transport == Protocol.Tcp;
        bool opens = !tcp || (packet.Flags.HasFlag(TcpFlags.Syn) && !packet.Flags.HasFlag(TcpFlags.Ack));
        bool answers = !tcp || packet.Flags.HasFlag(TcpFlags.Rst) || (packet.Flags.HasFlag(TcpFlags.Syn) && packet.Flags.HasFlag(TcpFlags.Ack));
        if (opens && IsSent(packet, hops.There))
        {
            first ??= identity;
            if (first.Agrees(identity))
            {
                There.Add(Step(step, packet));
            }
        }
        else if (answers && IsAnswer(packet, hops.Back))
        {
            TakeAnswer(Step(step, packet));
        }
    }

    // What a server sends again is the same packet, header for header: a SYN with ACK has no IPv4 identification of its own (ip_build_and_send_pkt() in ip_output.c).
    // But it begins once more where packets begin.
    private void TakeAnswer(SeenStep step)
    {
        if (step.IsCheckpoint && step.Event.Chain is TraceCheckpoint.Prerouting or TraceCheckpoint.Output)
        {
            (string, string) entry = (step.Event.Table, step.Event.Chain);
            _answeredAgain |= _answersEntered.Contains(entry);

            // Its rule is reported before.
            if (step.Event.Step == KernelTraceStep.Policy)
            {
                _answersEntered.Add(entry);
            }
        }

        if (!_answeredAgain)
        {
            Back.Add(step);
        }
    }

    private bool IsSent(Packet packet, Hop[] hops) =>
        (packet.SourceAddress == _sent.SourceAddress && packet.SourcePort == _sent.SourcePort) || hops.Any(hop => hop.After.SameTuple(packet) || hop.Before.SameTuple(packet));

    private bool IsAnswer(Packet packet, Hop[] hops) =>
        (packet.DestinationAddress == _sent.SourceAddress && packet.DestinationPort == _sent.SourcePort) || hops.Any(hop => hop.After.SameTuple(packet) || hop.Before.SameTuple(packet));

    // nftables shows the headers with a packet's first event of each base chain only.
    private TracedHeaders? HeadersOf(KernelTraceEvent step)
    {
        TracedHeaders? own = step.Packet is Packet packet ? new TracedHeaders(packet, step.Identity ?? new PacketIdentity()) : null;
        if (step.PacketId is not uint id)
        {
            return own;
        }

        if (own is not null)
        {
            _headers[id] = own;
        }

        return _headers.GetValueOrDefault(id);
    }

    private SeenStep Step(KernelTraceEvent step, Packet packet)
    {
        if (TraceCheckpoint.IsOne(step))
        {
            return new SeenStep(step, packet, null, null);
        }

        (RulesetBackend, string?, string) table = (step.Backend, step.Family, step.Table);
        if (BaseChains.TryGetValue(step.Chain, out Hook hook))
        {
            _hooks[table] = hook;
        }

        return new SeenStep(step, packet, _finder.Find(step with { Packet = packet }), _hooks.GetValueOrDefault(table));
    }
}
