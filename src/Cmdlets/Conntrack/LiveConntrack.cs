using System.Globalization;
using System.Management.Automation;
using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using NetPath.Linux.Conntrack;
using NetPath.Linux.Netlink;

namespace NetPath.Cmdlets.Conntrack;

/// <summary>Finds a network namespace of this machine by what a user calls it, and gives the entries of its connection tracking.</summary>
/// <param name="paths">Resolves paths, which are relative to PowerShell's location.</param>
/// <param name="machine">Reads this machine, to find pods by name; called only when nothing else has the name.</param>
internal sealed class LiveConntrack(FilePaths paths, Func<NodeSnapshot> machine)
{
    private const string NamedFolder = "/run/netns";

    /// <summary>Opens the table of a namespace; of the one that this process is in without a name.</summary>
    /// <exception cref="NetPathException">There is no such namespace, or it may not be entered.</exception>
    public ConntrackDump Open(string? name)
    {
        try
        {
            if (name is null or "host" or "node")
            {
                using NetworkNamespaceHandle own = NetworkNamespaceHandle.OpenOwn();
                return ConntrackDump.Open(own, Environment.MachineName, isHost: true);
            }

            return PathOf(name) is string path ? OpenPath(name, path) : OpenPod(name);
        }
        catch (Exception error) when (error is NetlinkException or IOException or UnauthorizedAccessException)
        {
            throw Errors.ToException(ConntrackErrors.NamespaceUnusable(name ?? Environment.MachineName, error));
        }
    }

    /// <summary>The entries, and afterwards a warning where some may be missing.</summary>
    /// <exception cref="NetPathException">The kernel refuses.</exception>
    public static IEnumerable<ConntrackEntry> Entries(ConntrackDump dump, string place, Cmdlet cmdlet, CancellationToken cancellation)
    {
        using IEnumerator<ConntrackEntry> entries = dump.Entries(cancellation).GetEnumerator();
        while (HasNext(entries, place))
        {
            yield return entries.Current;
        }

        if (dump.Unread > 0)
        {
            cmdlet.WriteWarning($"{dump.Unread} entries of {place} could not be understood, and are missing.");
        }

        if (dump.Incomplete)
        {
            cmdlet.WriteWarning($"The connection tracking table of {place} changed while it was read: entries may be missing, or be there twice.");
        }
    }

    private static bool HasNext(IEnumerator<ConntrackEntry> entries, string place)
    {
        try
        {
            return entries.MoveNext();
        }
        catch (Exception error) when (error is NetlinkException or TimeoutException)
        {
            throw Errors.ToException(ConntrackErrors.Refused(place, error));
        }
    }

    private string? PathOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net")
        : name.Contains('/') ? paths.ResolveLiteral(name)
        : File.Exists(Path.Combine(NamedFolder, name)) ? Path.Combine(NamedFolder, name)
        : null;

    private static ConntrackDump OpenPath(string name, string path)
    {
        using NetworkNamespaceHandle space = NetworkNamespaceHandle.Open(path);
        using NetworkNamespaceHandle own = NetworkNamespaceHandle.OpenOwn();
        return ConntrackDump.Open(space, name, space.Inode == own.Inode);
    }

    private ConntrackDump OpenPod(string name)
    {
        NodeSnapshot node = machine();
        return node.FindNamespace(name) is NetworkNamespace space && ConntrackDump.TryOpen(space) is ConntrackDump dump
            ? dump
            : throw Errors.ToException(ConntrackErrors.NamespaceNotFound(name, node));
    }
}
