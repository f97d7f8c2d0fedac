using NetPath.Core.Conntrack;
using NetPath.Core.Dns;
using NetPath.Core.Sockets;

namespace NetPath.Core.Snapshots;

/// <content>The sections that this folder's neighbours parse.</content>
public sealed partial class NetworkNamespace
{
    /// <summary>Kernel settings.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected.</exception>
    internal SysctlTable Sysctl => Section(static space => SysctlTable.Parse(space.Part("sysctl.txt")));

    /// <summary>Who listens for TCP and UDP.</summary>
    /// <exception cref="SectionNotCollectedException">No list of sockets was collected.</exception>
    internal ListeningSocketTable Sockets => Section(ListeningSocketTable.Read);

    /// <summary>What sockets met: overflows of their queues among others.</summary>
    /// <exception cref="SectionNotCollectedException">It was not collected.</exception>
    internal SocketCounters SocketCounters => Section(static space => SocketCounters.Parse(space.Part("sockets/netstat.txt")));

    /// <summary>How names are looked up: resolv.conf.</summary>
    /// <exception cref="SectionNotCollectedException">It was not collected.</exception>
    internal ResolverConfiguration ResolverConfiguration => Section(static space => ResolverConfiguration.Parse(space.Part("dns/resolv.conf")));

    /// <summary>Names that are known without asking a server: /etc/hosts.</summary>
    /// <exception cref="SectionNotCollectedException">It was not collected.</exception>
    internal HostsFile Hosts => Section(static space => HostsFile.Parse(space.Part("dns/hosts")));

    /// <summary>How full the connection tracking table is. What is missing in it is null, and its problems say why.</summary>
    internal ConntrackUsage ConntrackUsage => Section(ConntrackUsageReader.Read);

    /// <summary>The entries of connection tracking by their tuples.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected: they are on request only.</exception>
    internal ConntrackIndex ConntrackIndex => Section(ConntrackIndex.Read);

    /// <summary>The entries of connection tracking, counted.</summary>
    /// <exception cref="SectionNotCollectedException">They were not collected: they are on request only.</exception>
    internal ConntrackTally ConntrackTally => Section(ConntrackTally.Read);
}
