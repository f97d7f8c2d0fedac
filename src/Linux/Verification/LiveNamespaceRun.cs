using NetPath.Core.Snapshots;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.Verification;

/// <summary>Runs work in the namespace that a snapshot was taken of, on a thread of its own: sockets that are opened there belong to that namespace.</summary>
public static class LiveNamespaceRun
{
    /// <summary>Runs the work, and waits for its end.</summary>
    /// <param name="space">The namespace; it must be on this machine.</param>
    /// <param name="option">The parameter that asked for it, for error messages.</param>
    /// <param name="work">What to do there.</param>
    /// <exception cref="VerificationException">The namespace is not here, or may not be entered.</exception>
    public static T In<T>(NetworkNamespace space, string option, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new VerificationException($"{option} enters the network namespace of {space.Name} and needs root on the node. Run PowerShell as root there.");
        }

        try
        {
            using NetworkNamespaceHandle handle = LiveNamespace.Open(space, option);
            return handle.Run(work);
        }
        catch (Exception error) when (error is NetlinkException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new VerificationException($"The network namespace of {space.Name} could not be entered. {error.Message}", error);
        }
    }
}
