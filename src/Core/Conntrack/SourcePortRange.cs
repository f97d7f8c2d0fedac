using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>Source ports that may be taken.</summary>
/// <param name="Ports">The range.</param>
/// <param name="Reserved">How many of it are kept back (net.ipv4.ip_local_reserved_ports).</param>
/// <param name="Evidence">The rule or setting that says so; null where it is the kernel's own.</param>
internal sealed record SourcePortRange(PortRange Ports, int Reserved, Evidence? Evidence)
{
    /// <summary>What SNAT without ports takes for a source port from 1024 up (nf_nat_l4proto_unique_tuple() in net/netfilter/nf_nat_core.c).</summary>
    public static SourcePortRange OfTranslation { get; } = new(new PortRange(1024, 65535), 0, null);

    /// <summary>How many ports that are.</summary>
    public int Count => Ports.Last - Ports.First + 1 - Reserved;
}
