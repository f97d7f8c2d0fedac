using NetPath.Core.KernelTracing.Rules;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing;

/// <summary>Turns the events of one trace into packets, as they come.</summary>
internal sealed class KernelPacketStream
{
    private readonly PacketGrouping _grouping = new();
    private readonly KernelPacketBuilder _builder;

    /// <summary>Begins a trace.</summary>
    /// <param name="space">The namespace whose rules explain the events; null to leave them unexplained.</param>
    public KernelPacketStream(NetworkNamespace? space)
        : this(new KernelPacketBuilder(space is null ? null : new RuleFinder(space)))
    {
    }

    /// <summary>Begins a trace whose packets are numbered on from those of another.</summary>
    public KernelPacketStream(KernelPacketBuilder builder) => _builder = builder;

    /// <summary>Packets that were closed because too many were under way at one time.</summary>
    public long ClosedEarly => _grouping.ClosedEarly;

    /// <summary>Takes the next event, and gives the packets that are over.</summary>
    public IEnumerable<KernelPacket> Add(KernelTraceEvent step)
    {
        _grouping.Add(step);
        return _grouping.TakeClosed().Select(_builder.Build);
    }

    /// <summary>Gives the packets of which nothing more came for a while.</summary>
    /// <param name="now">The clock that the events have.</param>
    public IEnumerable<KernelPacket> Idle(DateTimeOffset now)
    {
        _grouping.CloseIdle(now - DateTimeOffset.UnixEpoch);
        return _grouping.TakeClosed().Select(_builder.Build);
    }

    /// <summary>Ends the trace, and gives the packets that are left.</summary>
    public IEnumerable<KernelPacket> End()
    {
        _grouping.CloseAll();
        return _grouping.TakeClosed().Select(_builder.Build);
    }
}
