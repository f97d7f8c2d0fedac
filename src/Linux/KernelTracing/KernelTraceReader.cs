using NetPath.Core.KernelTracing;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.KernelTracing;

/// <summary>
/// Reads what the kernel itself reports of packets in one network namespace: nftables trace events, and TRACE events of legacy iptables. Both come
/// through one socket, in the order in which they happened. The kernel buffers them; what is not read in time is lost, and counted.
/// </summary>
public sealed class KernelTraceReader : IDisposable
{
    // How often a reader that waits looks whether it was cancelled.
    private const int WaitMilliseconds = 100;

    private readonly NetlinkSocket _socket;
    private readonly Stack<Action> _undo = new();
    private readonly Queue<KernelTraceEvent> _events = new();
    private readonly Dictionary<uint, string?> _interfaces = [];

    private readonly KernelTraceOptions _options;

    private List<(string Name, byte Family)> _tables = [];

    private KernelTraceReader(NetlinkSocket socket, KernelTraceOptions options)
    {
        _socket = socket;
        _options = options;
    }

    /// <summary>How often events were lost since they were not read in time; each time it may have been several.</summary>
    public long LostEvents { get; private set; }

    /// <summary>The trace tables that a killed process had left here, and that were removed when this reader was opened.</summary>
    public IReadOnlyList<string> RemovedTables { get; private set; } = [];

    /// <summary>Puts the trace rules in and begins to collect events.</summary>
    /// <exception cref="NetlinkException">The kernel refused; <see cref="NetlinkException.ErrorNumber"/> 1 when this process may not.</exception>
    /// <exception cref="KernelTraceException">The kernel cannot report the events of legacy iptables.</exception>
    public static KernelTraceReader Open(NetworkNamespaceHandle space, KernelTraceOptions options)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(options);
        KernelTraceReader reader = new(NetlinkSocket.Open(space), options);
        try
        {
            reader.Start(space);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The events that are there, without waiting for more.</summary>
    public IReadOnlyList<KernelTraceEvent> Drain()
    {
        while (_socket.Wait(0))
        {
            Receive();
        }

        KernelTraceEvent[] events = [.. _events];
        _events.Clear();
        return events;
    }

    /// <summary>The events that come within a time: at once when there are some, none when there are none until it is over.</summary>
    public IReadOnlyList<KernelTraceEvent> Wait(TimeSpan patience)
    {
        // On a busy flow the kernel sends as fast as this reads; so many bursts at most, so that the caller's turn comes.
        const int MostBursts = 64;
        for (int i = 0; i < MostBursts && _socket.Wait(i == 0 && _events.Count == 0 ? (int)patience.TotalMilliseconds : 0); i++)
        {
            Receive();
        }

        KernelTraceEvent[] events = [.. _events];
        _events.Clear();
        return events;
    }

    /// <summary>The events as they come, until cancellation ends the sequence.</summary>
    public IEnumerable<KernelTraceEvent> Read(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (_events.TryDequeue(out KernelTraceEvent? next))
            {
                yield return next;
            }
            else if (_socket.Wait(WaitMilliseconds))
            {
                Receive();
            }
        }
    }

    /// <summary>Gives the trace rules another lifetime, by putting them in anew and then taking the old ones out: no packet passes untraced.</summary>
    /// <exception cref="NetlinkException">The kernel refused; the old rules stay until their time is over.</exception>
    public void Renew()
    {
        List<(string Name, byte Family)> old = _tables;
        _tables = [];
        try
        {
            Install();
            Remove(old);
        }
        catch
        {
            _tables.AddRange(old);
            throw;
        }
    }

    /// <summary>Takes the rules out and puts the settings back. Closing the socket would take the rules out as well (kernel 5.12).</summary>
    public void Dispose()
    {
        while (_undo.TryPop(out Action? undo))
        {
            try
            {
                undo();
            }
            catch (Exception error) when (error is NetlinkException or TimeoutException)
            {
                // Gone already, or it goes with the socket.
            }
        }

        _socket.Dispose();
    }

    // The trace rules last: the first event finds everything ready.
    private void Start(NetworkNamespaceHandle space)
    {
        _socket.ReserveBuffer(_options.BufferBytes);
        RemovedTables = TraceTable.RemoveAbandoned(_socket);
        IpFamily[] families = _options.Flows.Count == 0 ? [IpFamily.IPv4, IpFamily.IPv6] : [.. _options.Flows.Select(flow => flow.Family).Distinct()];
        IpFamily[] legacy = [.. families.Where(family => _options.Legacy ?? LegacyTables.Exist(space, family))];
        if (legacy.Length > 0)
        {
            LogGroup.Bind(_socket);
        }

        foreach (IpFamily family in legacy)
        {
            _undo.Push(LogGroup.TakeLogger(space, family).Dispose);
        }

        _socket.Join(NFTA.NFNLGRP_NFTRACE);
        _undo.Push(() => Remove(_tables));
        Install();
    }

    private void Install()
    {
        foreach (IGrouping<IpFamily, TraceFlow> flows in _options.Flows.GroupBy(flow => flow.Family))
        {
            string name = TraceTable.NewName();
            _tables.Add((name, flows.Key == IpFamily.IPv4 ? NLMSG.AF_INET : NLMSG.AF_INET6));
            TraceTable.Install(_socket, name, flows.Key, new TraceTableContent([.. flows], DateTimeOffset.UtcNow + _options.Lifetime, _options.Checkpoints), Take);
        }
    }

    private void Remove(List<(string Name, byte Family)> tables)
    {
        foreach ((string name, byte family) in tables)
        {
            TraceTable.Remove(_socket, name, family, Take);
        }
    }

    private void Receive()
    {
        ReadOnlySpan<byte> received = _socket.Receive(out bool overrun);
        LostEvents += overrun ? 1 : 0;
        while (NetlinkMessage.TryTake(ref received, out NetlinkMessage message))
        {
            Take(message);
        }
    }

    private void Take(NetlinkMessage message)
    {
        if (KernelTraceMessages.Read(message, InterfaceName) is KernelTraceEvent read && (_options.Checkpoints || !TraceCheckpoint.IsOne(read)))
        {
            _events.Enqueue(read);
        }
    }

    private string? InterfaceName(uint index)
    {
        if (!_interfaces.TryGetValue(index, out string? name))
        {
            name = _socket.InterfaceName(index);
            _interfaces.Add(index, name);
        }

        return name;
    }
}
