using NetPath.Core.Packets;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.KernelTracing;

/// <summary>Tells whether a namespace has tables of legacy iptables. Asking ip_tables for them would create them.</summary>
internal static class LegacyTables
{
    /// <summary>True when there are any of that family.</summary>
    public static bool Exist(NetworkNamespaceHandle space, IpFamily family) => space.Run(() =>
    {
        string path = $"/proc/thread-self/net/{(family == IpFamily.IPv4 ? "ip_tables_names" : "ip6_tables_names")}";
        return File.Exists(path) && File.ReadAllText(path).Trim().Length > 0;
    });
}
