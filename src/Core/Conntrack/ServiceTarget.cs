using NetPath.Core.Packets;
using NetPath.Core.Services;

namespace NetPath.Core.Conntrack;

/// <summary>An address and port that clients reach a Service by.</summary>
/// <param name="Protocol">The transport protocol.</param>
/// <param name="Address">The address; null for a node port, which any address of the node has. Such an entry counts only when it is translated.</param>
/// <param name="Port">The port.</param>
internal readonly record struct ServiceTarget(Protocol Protocol, IpAddress? Address, int Port)
{
    /// <summary>All that a Service port is reached by: its virtual IP, its other addresses and its node port.</summary>
    public static IEnumerable<ServiceTarget> Of(KubeServiceChain service)
    {
        Protocol protocol = Enum.Parse<Protocol>(service.Protocol, ignoreCase: true);
        foreach (IpAddress address in IpAddress.Among([.. service.ExternalIPs, .. service.LoadBalancerIPs, service.ClusterIP ?? ""]))
        {
            if (service.Port is int port)
            {
                yield return new ServiceTarget(protocol, address, port);
            }
        }

        if (service.NodePort is int nodePort)
        {
            yield return new ServiceTarget(protocol, null, nodePort);
        }
    }

    /// <summary>True when the entry's client asked for this.</summary>
    public bool Is(ConntrackEntry entry) => entry.Transport == Protocol && entry.DestinationPort == Port
        && (Address is IpAddress address ? entry.Original.DestinationAddress == address : entry.NatKind.HasFlag(ConntrackNat.Dnat));
}
