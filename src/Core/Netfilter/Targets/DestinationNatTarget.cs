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

    /// <summary>The target as kube-proxy writes it, such as 10.244.120.67:80.</summary>
    public string Destination
    {
        get
        {
            string address = First is not IpAddress first ? "" : first == Last ? Show(first) : $"{Show(first)}-{Show(Last!.Value)}";
            return Ports is PortRange ports ? $"{address}:{ports.ToString().Replace(':', '-')}" : address;
        }
    }

    private string Show(IpAddress address) => address.Family == IpFamily.IPv6 && Ports is not null ? $"[{address}]" : address.ToString();
}
