using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3010: the kernel does not take such an address on that interface.</summary>
internal static class MartianAddress
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3010",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The kernel takes the packet for a martian: such a source or destination is not allowed on that interface",
        EvidenceNeeded = "The packet's addresses, and route_localnet or accept_local of the interface and of all interfaces, of which the larger counts",
        Symptom = "The client times out; \"invalid argument\" at once when its own kernel refuses",
        Remedy = "For 127.0.0.0/8 (a node port asked by 127.0.0.1) set route_localnet on the interface, or ask by another address of the node: newer kube-proxies do not serve "
            + "127.0.0.1 at all. A source that the node holds itself means that another machine or pod has the same address.",
        Commands = ["sysctl -w net.ipv4.conf.<device>.<setting>=1", "sysctl -w net.ipv4.conf.all.log_martians=1", "ip route get <destination> from <source> iif <device>"],
        Explains = [Disposition.Martian],
        IsGeneral = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (PathEnd.Of(context) is not PathEnd end)
        {
            yield break;
        }

        // Refused where it arrives, or by the route that it was to be sent by.
        string? device = context.End is RouteHop { Device: string leaving and not "lo" } ? leaving : end.InDevice;
        bool loopback = end.Packet.SourceAddress.IsLoopback() || end.Packet.DestinationAddress.IsLoopback();
        string setting = loopback ? "route_localnet" : "accept_local";
        Evidence[] settings = device is null ? [] : [.. PathEnd.InterfaceSettings(end.Space, IpFamily.IPv4, device, setting)];
        yield return new Observation(PathEnd.Reason(context), [.. settings, .. device is null ? [] : LinkEvidence(end.Space, device)])
        {
            Hop = context.End,
            Subject = device,
            Names = [("setting", setting), ("source", end.Packet.Source), ("destination", end.Packet.Destination), .. device is null ? [] : new[] { ("device", device) }],
        };
    }

    private static IEnumerable<Evidence> LinkEvidence(NamespaceView space, string device) => space.Links?.Find(device) is Links.Link link ? [link.Evidence] : [];
}
