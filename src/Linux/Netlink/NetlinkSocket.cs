using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NetPath.Core.Netlink;

namespace NetPath.Linux.Netlink;

/// <summary>A socket to the netfilter part of a kernel's network namespace (AF_NETLINK, NETLINK_NETFILTER).</summary>
internal sealed class NetlinkSocket : IDisposable
{
    private const int AddressLength = 12;
    private const int AnswerPatience = 5000;

    // More than the largest message: nfnetlink_log collects up to 64 KiB.
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly SafeFileHandle _socket;
    private uint _sequence;

    private NetlinkSocket(SafeFileHandle socket) => _socket = socket;

    /// <summary>Opens a socket in a namespace.</summary>
    /// <exception cref="NetlinkException">The kernel refuses.</exception>
    public static NetlinkSocket Open(NetworkNamespaceHandle space) => space.Run(Open);

    private static NetlinkSocket Open()
    {
        int descriptor = SystemCalls.Socket(SystemCalls.AF_NETLINK, SystemCalls.SOCK_RAW | SystemCalls.SOCK_CLOEXEC, SystemCalls.NETLINK_NETFILTER);
        if (descriptor < 0)
        {
            throw Failed("No netlink socket could be opened");
        }

        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        BitConverter.TryWriteBytes(address, (ushort)SystemCalls.AF_NETLINK);
        if (SystemCalls.Bind(handle, address, AddressLength) != 0)
        {
            NetlinkException error = Failed("The netlink socket could not be bound");
            handle.Dispose();
            throw error;
        }

        return new NetlinkSocket(handle);
    }

    /// <summary>A number for the next request.</summary>
    public uint NextSequence() => ++_sequence;

    /// <summary>Asks for room for so many bytes of messages; takes what it gets.</summary>
    public void ReserveBuffer(int bytes)
    {
        if (SystemCalls.SetOption(_socket, SystemCalls.SOL_SOCKET, SystemCalls.SO_RCVBUFFORCE, bytes, sizeof(int)) != 0)
        {
            _ = SystemCalls.SetOption(_socket, SystemCalls.SOL_SOCKET, SystemCalls.SO_RCVBUF, bytes, sizeof(int));
        }
    }

    /// <summary>Joins a multicast group (NFNLGRP_).</summary>
    public void Join(int group)
    {
        if (SystemCalls.SetOption(_socket, SystemCalls.SOL_NETLINK, SystemCalls.NETLINK_ADD_MEMBERSHIP, group, sizeof(int)) != 0)
        {
            throw Failed($"The netlink group {group} could not be joined");
        }
    }

    /// <summary>Sends messages.</summary>
    public void Send(NetlinkRequest request)
    {
        byte[] bytes = request.ToArray();
        if (SystemCalls.Send(_socket, bytes, bytes.Length, 0) != bytes.Length)
        {
            throw Failed("A netlink message could not be sent");
        }
    }

    /// <summary>Sends messages and waits until the kernel has acknowledged the one with this number, or refused one.</summary>
    /// <param name="request">The messages.</param>
    /// <param name="last">The number of the last message that asks for an acknowledgement (NLM_F_ACK).</param>
    /// <param name="asked">The beginning of the error's sentence.</param>
    /// <param name="answer">Takes messages that come before it; null for none.</param>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public void Ask(NetlinkRequest request, uint last, string asked, NetlinkAnswer? answer = null)
    {
        Send(request);
        bool done = false;
        while (!done)
        {
            if (!Wait(AnswerPatience))
            {
                throw new TimeoutException($"{asked}: the kernel did not answer within {AnswerPatience / 1000} s.");
            }

            ReadOnlySpan<byte> received = Receive(out _);
            while (NetlinkMessage.TryTake(ref received, out NetlinkMessage message))
            {
                done |= Finishes(message, last, asked);
                if (message.Type is not (NLMSG.NLMSG_ERROR or NLMSG.NLMSG_DONE))
                {
                    answer?.Invoke(message);
                }
            }
        }
    }

    private static bool Finishes(NetlinkMessage message, uint last, string asked)
    {
        if (message.Type == NLMSG.NLMSG_ERROR && message.ErrorNumber != 0)
        {
            throw new NetlinkException(asked, message.ErrorNumber);
        }

        return message.Type is NLMSG.NLMSG_ERROR or NLMSG.NLMSG_DONE && message.Sequence == last;
    }

    /// <summary>Waits until there is something to receive; false when the time is over before.</summary>
    public bool Wait(int milliseconds)
    {
        PollDescriptor descriptor = new() { Descriptor = (int)_socket.DangerousGetHandle(), Wanted = SystemCalls.POLLIN };
        return SystemCalls.Poll(new Span<PollDescriptor>(ref descriptor), 1, milliseconds) > 0;
    }

    /// <summary>Takes what has come, without waiting; the bytes are good until the next call.</summary>
    /// <param name="overrun">True when the kernel had to drop messages since the buffer was full (ENOBUFS); then nothing is returned.</param>
    public ReadOnlySpan<byte> Receive(out bool overrun)
    {
        nint length = SystemCalls.Receive(_socket, _buffer, _buffer.Length, SystemCalls.MSG_DONTWAIT);
        int error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        overrun = error == SystemCalls.ENOBUFS;
        return error is 0 ? _buffer.AsSpan(0, (int)length)
            : error is SystemCalls.ENOBUFS or SystemCalls.EAGAIN or SystemCalls.EINTR ? []
            : throw new NetlinkException("A netlink message could not be received", error);
    }

    /// <summary>The name of an interface of the socket's namespace (SIOCGIFNAME); null when none has this index.</summary>
    public string? InterfaceName(uint index)
    {
        // struct ifreq: 16 bytes of name, then a union that begins with the index.
        const int NameLength = 16;
        Span<byte> request = stackalloc byte[40];
        request.Clear();
        BitConverter.TryWriteBytes(request[NameLength..], index);
        if (SystemCalls.Control(_socket, SystemCalls.SIOCGIFNAME, request) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> name = request[..NameLength];
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    /// <summary>The hardware address of an interface of the socket's namespace (SIOCGIFHWADDR), as ip prints it; null when there is no such interface.</summary>
    public string? HardwareAddress(string name)
    {
        // struct ifreq: 16 bytes of name, then a struct sockaddr: two bytes of type, and the address.
        const int NameLength = 16;
        const int AddressStart = NameLength + 2;
        const int EtherLength = 6;
        Span<byte> request = stackalloc byte[40];
        request.Clear();
        if (!Encoding.UTF8.TryGetBytes(name, request[..(NameLength - 1)], out _) || SystemCalls.Control(_socket, SystemCalls.SIOCGIFHWADDR, request) != 0)
        {
            return null;
        }

        return string.Join(':', request.Slice(AddressStart, EtherLength).ToArray().Select(part => part.ToString("x2")));
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static NetlinkException Failed(string asked) => new(asked, Marshal.GetLastPInvokeError());
}
