using System.Globalization;
using NetPath.Core.Links;
using NetPath.Core.Snapshots;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.Verification;

/// <summary>Finds on this machine the namespaces that a snapshot was taken of.</summary>
internal static class LiveNamespace
{
    /// <summary>Opens a namespace of a snapshot.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="option">The parameter that asked for it, for error messages.</param>
    /// <exception cref="VerificationException">It is not here: the snapshot is of another machine, or the pod is gone.</exception>
    public static NetworkNamespaceHandle Open(NetworkNamespace space, string option = "-Verify")
    {
        NetworkNamespaceHandle handle = Candidates(space).Select(path => TryOpen(path, space.Inode)).FirstOrDefault(found => found is not null)
            ?? throw Elsewhere(space, option, $"no process is in a network namespace with the number {space.Inode}");
        try
        {
            CheckLinks(space, handle, option);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Candidates(NetworkNamespace space)
    {
        if (space.ProcessId is int process)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net");
        }

        if (space.NetnsName is string name)
        {
            yield return $"/run/netns/{name}";
        }

        yield return "/proc/self/ns/net";
        string wanted = string.Create(CultureInfo.InvariantCulture, $"net:[{space.Inode}]");
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (Link($"{folder}/ns/net") == wanted)
            {
                yield return $"{folder}/ns/net";
            }
        }
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static NetworkNamespaceHandle? TryOpen(string path, long inode)
    {
        try
        {
            NetworkNamespaceHandle handle = NetworkNamespaceHandle.Open(path);
            if (handle.Inode == inode)
            {
                return handle;
            }

            handle.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process has ended since, or the name was never there.
        }

        return null;
    }

    // The first namespace of every machine has the same number; its interfaces have not.
    private static void CheckLinks(NetworkNamespace space, NetworkNamespaceHandle handle, string option)
    {
        using NetlinkSocket socket = NetlinkSocket.Open(handle);
        Link[] links = [.. space.Links.Links.Where(link => link.LinkType == "ether" && link.MacAddress is not null)];
        if (links.Length > 0 && !links.Any(link => socket.InterfaceName((uint)link.Index) == link.Name && socket.HardwareAddress(link.Name) == link.MacAddress))
        {
            throw Elsewhere(space, option, $"none of its interfaces ({string.Join(", ", links.Take(3).Select(link => link.Name))}) is here");
        }
    }

    private static VerificationException Elsewhere(NetworkNamespace space, string option, string why) => new(
        $"{option} asks the kernel of the machine that it runs on, and the snapshot's namespace {space.Name} is not of this machine, or is gone: {why}. Leave -Snapshot out, or run it on {space.Snapshot.NodeName}.");
}
