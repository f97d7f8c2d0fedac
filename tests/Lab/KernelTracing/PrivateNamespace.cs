using System.Globalization;
using NetPath.Linux.Netlink;

namespace NetPath.Lab.KernelTracing;

/// <summary>A network namespace of a test's own, with its loopback up; gone at the end.</summary>
internal sealed class PrivateNamespace : IDisposable
{
    private static int _counter;

    public PrivateNamespace()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"np-ktrace-{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}");
        Shell.Run("ip", "netns", "add", Name).OrFail();
        Shell.Run("ip", "-n", Name, "link", "set", "lo", "up").OrFail();
        Handle = NetworkNamespaceHandle.OpenNamed(Name);
    }

    public string Name { get; }

    public NetworkNamespaceHandle Handle { get; }

    /// <summary>Runs shell commands inside.</summary>
    public Shell Run(string commands) => Shell.Run("ip", "netns", "exec", Name, "sh", "-ec", commands);

    public void Dispose()
    {
        Handle.Dispose();
        Shell.Run("ip", "netns", "delete", Name);
    }
}
