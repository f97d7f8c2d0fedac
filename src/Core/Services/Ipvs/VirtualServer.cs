using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Services.Ipvs;

/// <summary>A virtual server of IPVS: a Service port at one of its addresses.</summary>
/// <param name="Address">The virtual IP.</param>
/// <param name="Port">The port.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Evidence">The line of ipvsadm.</param>
internal sealed record VirtualServer(IpAddress Address, int Port, Protocol Protocol, Evidence Evidence)
{
    /// <summary>Its real servers, in their order.</summary>
    public List<RealServer> RealServers { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{(Address.Family == IpFamily.IPv6 ? $"[{Address}]" : Address.ToString())}:{Port}/{ProtocolName.Of(Protocol)}";
}
