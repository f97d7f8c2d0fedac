using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NetPath.Linux.Netlink;

/// <summary>
/// An open network namespace. It stays as long as the handle is open, and a socket that was opened inside stays in it: only opening needs a thread
/// that has entered the namespace.
/// </summary>
public sealed class NetworkNamespaceHandle : IDisposable
{
    private const string OwnPath = "/proc/thread-self/ns/net";

    private readonly SafeFileHandle _file;

    private NetworkNamespaceHandle(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
        Inode = Run(static () => InodeHere());
    }

    /// <summary>The file that names it, such as <c>/proc/1234/ns/net</c> or <c>/run/netns/blue</c>.</summary>
    public string Path { get; }

    /// <summary>Its inode, the number in <c>net:[4026531840]</c>.</summary>
    public long Inode { get; }

    /// <summary>Opens the namespace that this process is in.</summary>
    public static NetworkNamespaceHandle OpenOwn() => Open(OwnPath);

    /// <summary>Opens the namespace of a process.</summary>
    /// <exception cref="NetlinkException">It may not be entered.</exception>
    /// <exception cref="IOException">There is no such process.</exception>
    public static NetworkNamespaceHandle OpenOfProcess(int id) => Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/net"));

    /// <summary>Opens a namespace by its name under /run/netns.</summary>
    /// <exception cref="NetlinkException">It may not be entered.</exception>
    /// <exception cref="IOException">There is no such namespace.</exception>
    public static NetworkNamespaceHandle OpenNamed(string name) => Open($"/run/netns/{name}");

    /// <summary>Opens a namespace by the file that names it.</summary>
    /// <exception cref="NetlinkException">It is no network namespace, or may not be entered.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static NetworkNamespaceHandle Open(string path)
    {
        // No FileShare.None or Read: these would ask for a lock, which such files do not know.
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new NetworkNamespaceHandle(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs something inside the namespace, on a thread of its own that ends with it, and waits for its end.</summary>
    /// <exception cref="NetlinkException">The namespace may not be entered.</exception>
    public T Run<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Enter();
                result = action();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        })
        {
            IsBackground = true,
            Name = "NetPath namespace",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>Runs something inside the namespace; see <see cref="Run{T}"/>.</summary>
    public void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _ = Run(() =>
        {
            action();
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Path;

    private void Enter()
    {
        if (SystemCalls.EnterNamespace(_file, SystemCalls.CLONE_NEWNET) != 0)
        {
            throw new NetlinkException($"The network namespace {Path} could not be entered", Marshal.GetLastPInvokeError());
        }
    }

    private static long InodeHere()
    {
        string? target = new FileInfo(OwnPath).LinkTarget;
        int start = target?.IndexOf('[', StringComparison.Ordinal) ?? -1;
        return start > 0 && long.TryParse(target!.AsSpan(start + 1).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out long inode) ? inode : 0;
    }
}
