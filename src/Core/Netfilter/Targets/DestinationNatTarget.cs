using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Targets;

/// <summary>DNAT and REDIRECT: rewrites the destination.</summary>
/// <param name="Kind">DNAT or REDIRECT.</param>
/// <param name="First">The lowest new address; null when the address stays, or with REDIRECT.</param>
/// <param name="Last">The highest new address; the same as <paramref name="First"/> for one address.</param>
/// <param name="Ports">The new port or ports; null when the port stays.</param>
public sealed record DestinationNatTarget(string Kind, IpAddress? First, IpAddress? Last, PortRange? Ports) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;

    /// <summary>
    /// The port behind the slash of <c>:1000-2000/1500</c>: this port becomes the first of the range, the next the second, and so on. Null when
    /// the ports are not shifted.
    /// </summary>
    public int? BasePort { get; init; }

    /// <summary>True with --random: a port of the range is drawn.</summary>
    public bool RandomPort { get; init; }

    /// <summary>True with --persistent: a client gets the same address of the range whatever it asks for.</summary>
    public bool Persistent { get; init; }

    /// <summary>The target as kube-proxy writes it, such as 10.244.120.67:80.</summary>
    public string Destination
    {
        get
        {
            string address = First is not IpAddress first ? "" : first == Last ? Show(first) : $"{Show(first)}-{Show(Last!.Value)}";
            string shift = BasePort is int from ? $"/{from}" : "";
            return Ports is PortRange ports ? $"{address}:{ports.ToString().Replace(':', '-')}{shift}" : address;
        }
    }

    private string Show(IpAddress address) => address.Family == IpFamily.IPv6 && Ports is not null ? $"[{address}]" : address.ToString();
}
