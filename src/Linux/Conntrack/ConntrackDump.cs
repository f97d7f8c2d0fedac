using NetPath.Core.Conntrack;
using NetPath.Core.Netlink;
using NetPath.Core.Snapshots;
using NetPath.Linux.Netlink;
using NetPath.Linux.Verification;

namespace NetPath.Linux.Conntrack;

/// <summary>
/// Reads the connection tracking table of a namespace over netlink, in both families. Entries are given as the kernel sends them, some hundred at a time,
/// so that half a million are never in memory together. The table goes on changing meanwhile: an entry that comes or goes may be in it or not.
/// </summary>
public sealed class ConntrackDump : IDisposable
{
    private const string Asked = "The entries of connection tracking could not be read";
    private const int PollStep = 200;
    private const int AnswerPatience = 10_000;
    private const int BufferSize = 4 * 1024 * 1024;

    private readonly NetlinkSocket _socket;
    private readonly string _place;
    private readonly bool _isHost;

    private ConntrackDump(NetlinkSocket socket, string place, bool isHost)
    {
        _socket = socket;
        _place = place;
        _isHost = isHost;
    }

    /// <summary>Opens the table of a namespace.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="place">What entries call it.</param>
    /// <param name="isHost">True when it is the host's.</param>
    /// <exception cref="NetlinkException">The namespace may not be entered.</exception>
    public static ConntrackDump Open(NetworkNamespaceHandle space, string place, bool isHost)
    {
        ArgumentNullException.ThrowIfNull(space);
        NetlinkSocket socket = NetlinkSocket.Open(space);
        socket.ReserveBuffer(BufferSize);
        return new ConntrackDump(socket, place, isHost);
    }

    /// <summary>Opens the table of a namespace that a snapshot of this machine holds.</summary>
    /// <returns>Null when it is not here: the snapshot is of another machine, or the pod is gone.</returns>
    /// <exception cref="NetlinkException">The namespace may not be entered.</exception>
    public static ConntrackDump? TryOpen(NetworkNamespace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        try
        {
            using NetworkNamespaceHandle handle = LiveNamespace.Open(space);
            return Open(handle, space.Name, space.IsHost);
        }
        catch (VerificationException)
        {
            return null;
        }
    }

    /// <summary>Messages that held no entry that could be read.</summary>
    public int Unread { get; private set; }

    /// <summary>True when the kernel said that the table changed under the reading, or could not hand everything over: entries may be missing or come twice.</summary>
    public bool Incomplete { get; private set; }

    /// <summary>All entries.</summary>
    /// <exception cref="NetlinkException">The kernel refuses: not root, or built without ctnetlink.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public IEnumerable<ConntrackEntry> Entries(CancellationToken cancellation)
    {
        uint sequence = _socket.NextSequence();
        _socket.Send(ConntrackEntryMessage.Dump(sequence));
        List<ConntrackEntry> batch = [];
        for (bool more = true; more;)
        {
            Await(cancellation);
            batch.Clear();
            more = Receive(sequence, batch);
            foreach (ConntrackEntry entry in batch)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Await(CancellationToken cancellation)
    {
        for (int waited = 0; !_socket.Wait(PollStep); waited += PollStep)
        {
            cancellation.ThrowIfCancellationRequested();
            if (waited >= AnswerPatience)
            {
                throw new TimeoutException($"{Asked}: the kernel did not answer within {AnswerPatience / 1000} s.");
            }
        }
    }

    // False when the kernel has sent the last.
    private bool Receive(uint sequence, List<ConntrackEntry> batch)
    {
        ReadOnlySpan<byte> received = _socket.Receive(out bool overrun);
        Incomplete |= overrun;
        bool more = true;
        while (NetlinkMessage.TryTake(ref received, out NetlinkMessage message))
        {
            if (message.Sequence != sequence)
            {
                continue;
            }

            Incomplete |= (message.Flags & NLMSG.NLM_F_DUMP_INTR) != 0;
            more &= message.Type is not (NLMSG.NLMSG_DONE or NLMSG.NLMSG_ERROR);
            if (message.Type is NLMSG.NLMSG_DONE or NLMSG.NLMSG_ERROR && message.ErrorNumber != 0)
            {
                throw new NetlinkException(Asked, message.ErrorNumber);
            }

            Take(message, batch);
        }

        return more;
    }

    private void Take(NetlinkMessage message, List<ConntrackEntry> batch)
    {
        if (!ConntrackEntryMessage.IsEntry(message))
        {
            return;
        }

        if (ConntrackEntryMessage.Read(message, _place, _isHost) is ConntrackEntry entry)
        {
            batch.Add(entry);
        }
        else
        {
            Unread++;
        }
    }
}
