using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>A packet whose events are still coming.</summary>
internal sealed class OpenPacket
{
    /// <summary>A packet meets some tens of rules; a ruleset that makes more has a limit in the kernel's jump stack, but a damaged log has none.</summary>
    private const int MostEvents = 1000;

    private readonly List<KernelTraceEvent> _events = [];
    private readonly HashSet<(string? Family, string Table, string Chain)> _baseChains = [];
    private Packet? _headers;
    private PacketIdentity? _identity;
    private HookPlace? _place;
    private string? _doubt;
    private bool _ended;
    private int _leftOut;

    public OpenPacket(KernelTraceEvent first)
    {
        StartsInside = HookPlace.Of(first.Backend, first.Table, first.Chain) is HookPlace place ? place.Stage > 0 && place.Chain != "OUTPUT" : IsOfIptables(first) || first.Packet is null;
        Add(first);
    }

    public KernelTraceEvent Last => _events[^1];

    /// <summary>The log's or the kernel's clock at the last event; null when the events carry no time.</summary>
    public TimeSpan? LastSeen { get; private set; }

    /// <summary>Number of the last event among all that were read.</summary>
    public long LastNumber { get; set; }

    public bool IsClosed { get; private set; }

    private bool StartsInside { get; }

    /// <summary>True when more of the packet must come, as far as is known.</summary>
    private bool IsUnderWay => Last.Verdict != "drop" && _place is HookPlace place && !place.IsLastHook;

    public static TimeSpan? Clock(KernelTraceEvent step) =>
        step.Uptime ?? (step.Time is DateTimeOffset time ? time - DateTimeOffset.UnixEpoch : null);

    /// <summary>True when the trace ended behind the packet's last event.</summary>
    public bool EndsTrace { get; set; }

    public KernelEventGroup Group() => new(_events, _doubt, StartsInside, _leftOut, EndsTrace);

    public void Close() => IsClosed = true;

    /// <summary>Another packet with the same headers began: this one is over, and when it was in the middle, whose events are whose is open.</summary>
    public void EndFor(OpenPacket twin)
    {
        if (IsUnderWay && Last.PacketId is null)
        {
            const string Reason = "a packet with the same headers began while this one was under way; their events cannot be told apart";
            Doubt(Reason);
            twin.Doubt(Reason);
        }

        Close();
    }

    public void Doubt(string reason) => _doubt ??= reason;

    public void Add(KernelTraceEvent step)
    {
        LastSeen = Clock(step) ?? LastSeen;
        _headers = step.Packet ?? _headers;
        _identity = step.Identity ?? _identity;
        if (HookPlace.Of(step.Backend, step.Table, step.Chain) is HookPlace place)
        {
            _place = place;
        }

        if (_ended || _events.Count == 0)
        {
            _baseChains.Add((step.Family, step.Table, step.Chain));
        }

        _ended = step.Step == KernelTraceStep.Policy || step.Verdict is "accept" or "drop" or "queue" or "stolen";
        if (_events.Count < MostEvents)
        {
            _events.Add(step);
        }
        else
        {
            _leftOut++;
        }
    }

    /// <summary>True when a step with this packet's number is of this packet: the kernel uses numbers again (they are made from the buffer's address).</summary>
    public bool Continues(KernelTraceEvent step)
    {
        if (Last.Verdict is "drop" or "stolen" || (step.Identity is PacketIdentity identity && _identity?.Agrees(identity) == false))
        {
            return false;
        }

        HookPlace? next = HookPlace.Of(step.Backend, step.Table, step.Chain);
        if (_place is HookPlace here && next is HookPlace there)
        {
            return here == there ? !_ended : here.CanLeadTo(there);
        }

        return !_ended || !_baseChains.Contains((step.Family, step.Table, step.Chain));
    }

    /// <summary>How well a step without a packet's number fits: 0 not at all, 1 with a destination that NAT would have to have changed, 2 with these headers.</summary>
    public int Fit(KernelTraceEvent step)
    {
        if (!HasSameHeaders(step) || step.Packet is not Packet packet || _headers is not Packet headers)
        {
            return 0;
        }

        bool sameTuple = packet.SameTuple(headers);
        if (HookPlace.Of(step.Backend, step.Table, step.Chain) is not HookPlace next)
        {
            return sameTuple && step.Table == Last.Table && !_ended ? 2 : 0;
        }

        if (_place is not HookPlace here)
        {
            return sameTuple ? 2 : 0;
        }

        return here == next ? (sameTuple && !_ended ? 2 : 0)
            : !here.CanLeadTo(next) || !SameInterface(step) ? 0
            : sameTuple ? 2
            : here.DestinationCanChangeBefore(next) && packet.SourceAddress == headers.SourceAddress && packet.SourcePort == headers.SourcePort ? 1 : 0;
    }

    /// <summary>True when the step could be of a packet with the same headers as this one's first, as far as NAT does not change them.</summary>
    public bool IsTwin(KernelTraceEvent step) =>
        HasSameHeaders(step) && step.Packet is Packet packet && (packet.SameTuple(_events[0].Packet!) || packet.SameTuple(_headers!));

    private bool HasSameHeaders(KernelTraceEvent step) =>
        _headers is not null
        && step.Packet is Packet packet
        && packet.Transport == _headers.Transport
        && packet.Version == _headers.Version
        && packet.Flags == _headers.Flags
        && step.Identity is PacketIdentity identity
        && _identity?.Agrees(identity) == true;

    // A packet keeps the interface it came in by; older kernels leave it out at POSTROUTING.
    private bool SameInterface(KernelTraceEvent step) => step.InInterface is null || Last.InInterface is null || step.InInterface == Last.InInterface;

    private static bool IsOfIptables(KernelTraceEvent step) =>
        step.Backend == RulesetBackend.Legacy || step.Table is "raw" or "mangle" or "nat" or "filter" or "security";
}
