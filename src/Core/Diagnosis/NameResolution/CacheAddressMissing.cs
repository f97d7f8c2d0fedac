using NetPath.Core.Dns;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1004: pods ask NodeLocal DNSCache, and it is not there.</summary>
internal static class CacheAddressMissing
{
    private static readonly IpAddress UsualAddress = IpAddress.Parse("169.254.20.10");

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1004",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Pods ask NodeLocal DNSCache, and the node does not have its address, or nothing listens on it",
        EvidenceNeeded = "The nameserver line of a resolv.conf, against the node's addresses and its listening sockets",
        Symptom = "Name not resolved: after a time-out where the address is missing, at once where nothing listens",
        Remedy = "Find out why node-local-dns does not run on this node: it makes the interface and its address when it starts, and takes them away when it ends.",
        Commands =
        [
            "kubectl --namespace kube-system get pods --selector k8s-app=node-local-dns --output wide --field-selector spec.nodeName=<node>",
            "ip address show dev nodelocaldns",
            "ss --listening --udp --numeric 'sport = :53'",
        ],
        Explains = [Disposition.NameNotResolved],
        OnEveryPath = true,
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        foreach ((NameHop hop, _, NameServer server) in NameFacts.Asked(context).Where(one => one.Server.Kind == nameof(NameServerKind.NodeLocalCache)))
        {
            if (Wrong(context.Network.Host, server.Value) is string wrong)
            {
                yield return new Observation($"{server.Address} of NodeLocal DNSCache is asked, and {wrong}", server.Evidence) { Hop = hop, Subject = server.Address };
            }
        }
    }

    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        foreach (IGrouping<IpAddress, (NamespaceView Space, IpAddress Server, Evidence Line)> pods in NameFacts.ServersOfPods(context).Where(one => one.Server == UsualAddress).GroupBy(one => one.Server))
        {
            if (Wrong(context.Host, pods.Key) is string wrong)
            {
                yield return new Observation(
                    $"{pods.Count()} {(pods.Count() == 1 ? "pod asks" : "pods ask")} NodeLocal DNSCache at {pods.Key}, and {wrong}",
                    [.. pods.Take(3).Select(pod => pod.Line)])
                { Subject = pods.Key.ToString() };
            }
        }
    }

    // Null where all is well, and where it is not known.
    private static string? Wrong(NamespaceView host, IpAddress address) => host switch
    {
        { Addresses: null } => null,
        _ when !host.IsLocal(address) => $"{host.Name} does not have that address",
        { Sockets: ListeningSocketTable sockets } when !sockets.Sockets.Any(socket => Takes(socket, address)) => $"nothing listens on its UDP port {NameFacts.Port}",
        _ => null,
    };

    private static bool Takes(ListeningSocket socket, IpAddress address) => socket.Protocol == Protocol.Udp && socket.Port == NameFacts.Port
        && (socket.Address == address || (socket.Address.IsUnspecified() && (socket.Address.Family == address.Family || socket.IPv6Only != true)));
}
