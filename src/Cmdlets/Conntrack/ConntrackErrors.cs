using System.Management.Automation;
using NetPath.Core.Snapshots;
using NetPath.Linux.Netlink;

namespace NetPath.Cmdlets.Conntrack;

/// <summary>Error records about entries of connection tracking.</summary>
internal static class ConntrackErrors
{
    // EPERM
    private const int NotPermitted = 1;

    public static ErrorRecord EntriesNotCollected(NetworkNamespace space, SectionNotCollectedException cause) => Record(
        "ConntrackEntriesNotCollected",
        ErrorCategory.ResourceUnavailable,
        space,
        $"The snapshot of {space.Snapshot.NodeName} holds no connection tracking entries of {space.Name}: {cause.Reason.TrimEnd('.')}. They are collected on request only, since there may be many: Get-NodeSnapshot -IncludeConntrackEntry, or netpath-collect.sh --entries. Without -Snapshot, Get-ConntrackEntry asks this machine's kernel.",
        cause);

    public static ErrorRecord NamespaceNotFound(string name, NodeSnapshot machine) => Record(
        "LiveNamespaceNotFound",
        ErrorCategory.ObjectNotFound,
        name,
        $"This machine has no network namespace '{name}'. Give the name of one under /run/netns, a path such as /proc/1234/ns/net, the number of a process, or a pod's name: {string.Join(", ", machine.Namespaces.Take(6).Select(space => space.Name))}.");

    public static ErrorRecord NamespaceUnusable(string name, Exception cause) => Record(
        "LiveNamespaceUnusable",
        ErrorCategory.OpenError,
        name,
        IsDenied(cause)
            ? $"The connection tracking entries of {name} cannot be read: that needs root. Run it with sudo, or give a snapshot that has them as -Snapshot."
            : $"The network namespace '{name}' cannot be entered: {cause.Message.TrimEnd('.', ' ')}.",
        cause);

    public static ErrorRecord NotLinux(string what) => Record(
        "NotLinux",
        ErrorCategory.NotImplemented,
        Environment.MachineName,
        $"{what} asks the kernel of a Linux machine, and this is none. Give a snapshot that was taken with Get-NodeSnapshot -IncludeConntrackEntry as -Snapshot.");

    public static ErrorRecord Refused(string place, Exception cause)
    {
        bool denied = IsDenied(cause);
        return Record(
            "ConntrackRefused",
            denied ? ErrorCategory.PermissionDenied : ErrorCategory.ResourceUnavailable,
            place,
            $"{cause.Message.TrimEnd('.', ' ')}. {(denied ? "Reading entries needs root: run it with sudo." : $"Check with: conntrack -L, in {place}.")}",
            cause);
    }

    public static ErrorRecord NetworkInvalid(string text) => Record(
        "NetworkInvalid",
        ErrorCategory.InvalidArgument,
        text,
        $"'{text}' is neither an IP address nor a network. Give one such as 10.109.60.134, 10.244.0.0/16 or fd00::/64.");

    public static ErrorRecord EntryInvalid(string text) => Record(
        "ConntrackEntryInvalid",
        ErrorCategory.InvalidArgument,
        text,
        $"'{text}' is no connection tracking entry. Give an object of Get-ConntrackEntry, a line of conntrack -L or /proc/net/nf_conntrack, or a flow such as 'tcp 10.244.120.68:52208 -> 10.109.60.134:80'.");

    public static ErrorRecord NotTraceable(string flow) => Record(
        "ConntrackEntryNotTraceable",
        ErrorCategory.InvalidArgument,
        flow,
        $"'{flow}' cannot be traced: connections of ICMP are told apart by an identifier, which a trace does not have. Trace the address with -Destination.");

    private static bool IsDenied(Exception cause) => cause is UnauthorizedAccessException or NetlinkException { ErrorNumber: NotPermitted };

    private static ErrorRecord Record(string id, ErrorCategory category, object? target, string message, Exception? cause = null) =>
        new(new NetPathException(message, cause), id, category, target);
}
