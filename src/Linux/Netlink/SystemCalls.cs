using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NetPath.Linux.Netlink;

/// <summary>The calls of the C library that netlink sockets and network namespaces need; constants carry the library's names.</summary>
internal static partial class SystemCalls
{
    public const int AF_NETLINK = 16;
    public const int SOCK_RAW = 3;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int NETLINK_NETFILTER = 12;

    public const int SOL_SOCKET = 1;
    public const int SO_RCVBUF = 8;
    public const int SO_RCVBUFFORCE = 33;
    public const int SOL_NETLINK = 270;
    public const int NETLINK_ADD_MEMBERSHIP = 1;

    public const short POLLIN = 1;
    public const int MSG_DONTWAIT = 0x40;

    public const int CLONE_NEWNET = 0x40000000;

    /// <summary>Names an interface of the socket's namespace by its index.</summary>
    public const uint SIOCGIFNAME = 0x8910;

    /// <summary>Gives the hardware address of an interface of the socket's namespace by its name.</summary>
    public const uint SIOCGIFHWADDR = 0x8927;

    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int EINVAL = 22;
    public const int EOPNOTSUPP = 95;
    public const int ENOBUFS = 105;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeFileHandle socket, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, Span<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeFileHandle socket, int level, int name, in int value, int length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Span<PollDescriptor> descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle socket, nuint request, Span<byte> argument);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(SafeFileHandle space, int kind);

    /// <summary>The system's words for an error number.</summary>
    public static string Words(int error) => Marshal.GetPInvokeErrorMessage(error);
}
