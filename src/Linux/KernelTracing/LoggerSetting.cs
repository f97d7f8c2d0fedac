using System.Diagnostics;
using NetPath.Core.Packets;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.KernelTracing;

/// <summary>
/// Makes nfnetlink_log the logger of a namespace (net.netfilter.nf_log.2, .10 for IPv6), so that TRACE events of legacy iptables come over netlink, and puts
/// back what was there. A shell does the latter when its input ends: that happens even when this process is killed.
/// </summary>
internal sealed class LoggerSetting : IDisposable
{
    private const string Wanted = "nfnetlink_log";

    // Ctrl+C at a terminal goes to all its processes.
    private const string Watch = "trap '' INT TERM HUP QUIT; while read -r line; do :; done; echo \"$1\" >\"$2\"";

    private readonly Process? _keeper;

    private LoggerSetting(Process? keeper) => _keeper = keeper;

    /// <summary>The setting's file for a family.</summary>
    public static string PathOf(IpFamily family) => $"/proc/sys/net/netfilter/nf_log/{(family == IpFamily.IPv4 ? 2 : 10)}";

    /// <summary>Sets it in a namespace.</summary>
    /// <exception cref="IOException">The kernel has no nfnetlink_log, or no such setting.</exception>
    public static LoggerSetting Take(NetworkNamespaceHandle space, IpFamily family) => space.Run(() => Take(PathOf(family)));

    // On a thread that is in the namespace: the file shows the namespace of the thread, and the shell is started into it.
    private static LoggerSetting Take(string path)
    {
        string before = File.ReadAllText(path).Trim();
        if (before == Wanted)
        {
            return new LoggerSetting(null);
        }

        Process keeper = StartKeeper(before, path);
        try
        {
            File.WriteAllText(path, Wanted);
        }
        catch
        {
            new LoggerSetting(keeper).Dispose();
            throw;
        }

        return new LoggerSetting(keeper);
    }

    private static Process StartKeeper(string before, string path)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", Watch, "sh", before, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    /// <summary>Puts back what was there.</summary>
    public void Dispose()
    {
        if (_keeper is not null)
        {
            _keeper.StandardInput.Close();
            _keeper.WaitForExit(TimeSpan.FromSeconds(5));
            _keeper.Dispose();
        }
    }
}
