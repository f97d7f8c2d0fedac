using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4005: a bridge of pods does not ask the iptables rules.</summary>
internal static class BridgeSkipsRules
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4005",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "bridge-nf-call-iptables is off: packets between pods of one bridge skip the Service rules",
        EvidenceNeeded = "The setting bridge-nf-call-iptables, or that there is none (br_netfilter is not loaded), and a bridge with pods as ports",
        Symptom = "The client times out when the Service's endpoint is a pod of the same node: the answer takes the bridge and is not translated back",
        Remedy = "Load br_netfilter and set net.bridge.bridge-nf-call-iptables (and ip6tables) to 1, in /etc/modules-load.d and /etc/sysctl.d so that it lasts.",
        Commands = ["modprobe br_netfilter", "sysctl -w net.bridge.bridge-nf-call-<tables>=1"],
        Explains = [Disposition.NotListening, Disposition.Delivered, Disposition.Inconclusive],
        OnPath = OnPath,
        OnNode = context => Bridges(context.Network).Select(bridge => Observe(context.Host, bridge.Link, bridge.Family)).OfType<Observation>().Take(1),
    };

    // The way back alone: what comes to the node for translation and goes out by the same bridge is answered within the bridge.
    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (context.Outcome.ReplyDisposition is null || context.Trace.Packet.DestinationAddress == context.Outcome.Hops[^1].After.DestinationAddress)
        {
            yield break;
        }

        foreach (RouteHop hop in context.Outcome.Hops.OfType<RouteHop>().Where(hop => hop.Device is not (null or "lo")))
        {
            if (context.SpaceOf(hop) is { Space.IsHost: true } host && host.Links?.Find(hop.Device!) is { Kind: "bridge" } bridge
                && context.Outcome.Hops.OfType<LinkHop>().Any(entry => entry.PeerPlace == host.Name && host.Links.Find(entry.PeerInterface ?? "")?.Master == bridge.Name)
                && Observe(host, bridge, hop.Before.Version) is Observation seen)
            {
                yield return seen with { Hop = context.End };
            }
        }
    }

    // With the family that its pods have: IPv4 where they have both.
    private static IEnumerable<(Link Link, IpFamily Family)> Bridges(NodeNetwork network)
    {
        bool hasServices = network.Host.Netfilter is not null && network.Host.Space.Services.Names.Any();
        foreach (Link bridge in hasServices ? (network.Host.Links?.Links ?? []).Where(link => link.Kind == "bridge") : [])
        {
            NamespaceView[] pods = [.. network.Host.Links!.Links
                .Where(port => port.Master == bridge.Name)
                .Select(port => network.Veths.PeerOf(network.Host, port.Name)?.Space)
                .OfType<NamespaceView>()
                .Where(network.Veths.IsPod)];
            if (pods.Length > 1)
            {
                yield return (bridge, pods.Any(pod => PodAttachment.Uses(pod, IpFamily.IPv4)) ? IpFamily.IPv4 : IpFamily.IPv6);
            }
        }
    }

    private static Observation? Observe(NamespaceView host, Link bridge, IpFamily family)
    {
        if (host.AsksRules(bridge, family) != Truth.No)
        {
            return null;
        }

        string tables = family == IpFamily.IPv4 ? "iptables" : "ip6tables";
        string setting = $"net/bridge/bridge-nf-call-{tables}";
        Evidence? off = host.Sysctl?.EvidenceFor(setting);
        return new Observation(
            $"{(off is null ? $"{setting} is missing, so br_netfilter is not loaded" : $"{setting} is 0")} on {host.Name}, and {bridge.Name} joins pods",
            off ?? new Evidence($"{host.Space.Path}/sysctl.txt", 0, $"no setting {setting}"),
            bridge.Evidence)
        {
            Subject = bridge.Name,
            Names = [("tables", tables)],
        };
    }
}
