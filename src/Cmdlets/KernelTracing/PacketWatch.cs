using System.Diagnostics;
using NetPath.Core.KernelTracing;
using NetPath.Core.Snapshots;
using NetPath.Linux.KernelTracing;

namespace NetPath.Cmdlets.KernelTracing;

/// <summary>Turns what the kernel reports into packets until enough were seen, the time is over, or somebody stops it.</summary>
internal sealed class PacketWatch(NetworkNamespace space, IReadOnlyList<ServiceFlow> flows, KernelTraceReader reader)
{
    // How often somebody who waits looks at the clock.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the trace rules outlive a watch that was killed on a kernel before 5.12, where they do not go with the process.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly KernelPacketStream _stream = new(space);
    private long _lost;
    private int _left;

    /// <summary>Watches.</summary>
    /// <param name="first">How many packets are enough.</param>
    /// <param name="time">How long; null for ever.</param>
    /// <param name="write">Gets each packet.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public void Run(int first, TimeSpan? time, Action<KernelPacket> write, CancellationToken cancellation)
    {
        _left = first;
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan renewed = TimeSpan.Zero;
        while (_left > 0 && !cancellation.IsCancellationRequested && (time is null || clock.Elapsed < time))
        {
            foreach (KernelTraceEvent step in reader.Wait(Turn))
            {
                Write(_stream.Add(step with { Time = step.Time ?? DateTimeOffset.UtcNow }), write);
            }

            Write(_stream.Idle(DateTimeOffset.UtcNow), write);
            if (clock.Elapsed - renewed > Lifetime / 3)
            {
                reader.Renew();
                renewed = clock.Elapsed;
            }
        }

        if (!cancellation.IsCancellationRequested)
        {
            Write(_stream.End(), write);
        }
    }

    private void Write(IEnumerable<KernelPacket> packets, Action<KernelPacket> write)
    {
        foreach (KernelPacket packet in packets)
        {
            if (_left-- <= 0)
            {
                return;
            }

            long lost = reader.LostEvents - _lost;
            _lost += lost;
            write(packet with { LostEvents = lost, Service = packet.Service ?? ServiceOf(packet) });
        }
    }

    // Only a connection's first packet meets the Service's rules; the others are known by their addresses.
    private string? ServiceOf(KernelPacket packet) =>
        packet.Packet is null ? null : flows.FirstOrDefault(flow => flow.Flow.Matches(packet.Packet))?.Service;
}
