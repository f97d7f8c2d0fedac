namespace NetPath.Core.KernelTracing;

/// <summary>
/// Puts the events of a trace together by packet, as a stream. nftables numbers the packets, though it uses numbers again. Legacy iptables does not: there a step
/// belongs to the packet whose headers it carries and whose way through the hooks it continues; NAT may change the destination on the way.
/// What cannot be told is said in <see cref="KernelEventGroup.Doubt"/>. Memory is bounded: packets that nothing more comes of are closed.
/// </summary>
internal sealed class PacketGrouping
{
    /// <summary>Packets that can be under way at one time.</summary>
    public const int MostOpen = 512;

    /// <summary>A packet goes through the rules in far less than a millisecond; a queue to a program (NFQUEUE) takes longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Events of other packets after which a packet is over, for traces without a time.</summary>
    private const int PatienceInEvents = 2000;

    private readonly LinkedList<OpenPacket> _open = [];
    private readonly Dictionary<uint, OpenPacket> _byNumber = [];
    private long _number;

    /// <summary>Packets that were closed because too many were under way.</summary>
    public long ClosedEarly { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Add(KernelTraceEvent step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _number++;
        OpenPacket packet = (step.PacketId is uint number ? FindByNumber(number, step) : FindByHeaders(step)) ?? Begin(step);
        packet.LastNumber = _number;
        CloseIdle(OpenPacket.Clock(step));
    }

    /// <summary>The packets that are over, in the order in which they began.</summary>
    public IEnumerable<KernelEventGroup> TakeClosed()
    {
        while (_open.First is { Value: { IsClosed: true } packet } first)
        {
            _open.Remove(first);
            Forget(packet);
            yield return packet.Group();
        }
    }

    /// <summary>No more events will come.</summary>
    public void CloseAll()
    {
        foreach (OpenPacket packet in _open)
        {
            packet.EndsTrace = packet.LastNumber == _number;
            packet.Close();
        }
    }

    /// <summary>Closes packets of which nothing came for a while.</summary>
    /// <param name="clock">The clock of the events now: time since the epoch, or since the kernel started; null when they carry none.</param>
    public void CloseIdle(TimeSpan? clock)
    {
        foreach (OpenPacket packet in _open)
        {
            bool old = clock is TimeSpan now && packet.LastSeen is TimeSpan seen ? now - seen > Patience : _number - packet.LastNumber > PatienceInEvents;
            if (old)
            {
                packet.Close();
            }
        }
    }

    private OpenPacket? FindByNumber(uint number, KernelTraceEvent step)
    {
        if (!_byNumber.TryGetValue(number, out OpenPacket? packet) || packet.IsClosed)
        {
            return null;
        }

        if (packet.Continues(step))
        {
            packet.Add(step);
            return packet;
        }

        packet.Close();
        return null;
    }

    private OpenPacket? FindByHeaders(KernelTraceEvent step)
    {
        OpenPacket? best = null;
        int fit = 0;
        foreach (OpenPacket packet in _open)
        {
            int its = packet.IsClosed || packet.Last.PacketId is not null ? 0 : packet.Fit(step);
            if (its > 0 && its == fit)
            {
                const string Reason = "another packet with the same headers was under way; their events cannot be told apart";
                best!.Doubt(Reason);
                packet.Doubt(Reason);
            }

            if (its > fit)
            {
                (best, fit) = (packet, its);
            }
        }

        best?.Add(step);
        return best;
    }

    private OpenPacket Begin(KernelTraceEvent step)
    {
        OpenPacket begun = new(step);
        foreach (OpenPacket packet in _open)
        {
            if (!packet.IsClosed && step.PacketId is null && packet.Last.PacketId is null && packet.IsTwin(step))
            {
                packet.EndFor(begun);
            }
        }

        _open.AddLast(begun);
        if (step.PacketId is uint number)
        {
            _byNumber[number] = begun;
        }

        if (_open.Count > MostOpen)
        {
            CloseFirst();
        }

        return begun;
    }

    // The one that has waited longest stands first; all that are over behind it go with it when they are taken.
    private void CloseFirst()
    {
        OpenPacket first = _open.First!.Value;
        if (!first.IsClosed)
        {
            ClosedEarly++;
            first.Close();
        }
    }

    private void Forget(OpenPacket packet)
    {
        if (packet.Last.PacketId is uint number && _byNumber.GetValueOrDefault(number) == packet)
        {
            _byNumber.Remove(number);
        }
    }
}
