using System.Management.Automation;
using NetPath.Cmdlets.Services;
using NetPath.Core.Conntrack;
using NetPath.Core.KernelTracing;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Cmdlets.Conntrack;

/// <summary>Makes of names, which a snapshot explains, and of objects from the pipeline what entries are chosen by.</summary>
/// <param name="cmdlet">Is told which Services there are not.</param>
internal sealed class ConntrackQuestion(Cmdlet cmdlet)
{
    /// <summary>The networks that texts name.</summary>
    /// <exception cref="NetPathException">One is none.</exception>
    public static IpPrefix[] Networks(IEnumerable<string> texts) =>
        [.. texts.Select(text => IpPrefix.TryParse(text, out IpPrefix network) ? network : throw Errors.ToException(ConntrackErrors.NetworkInvalid(text)))];

    /// <summary>The addresses of pods, by name or as they are.</summary>
    /// <exception cref="NetPathException">The snapshot has no such pod.</exception>
    public static HashSet<IpAddress> Addresses(IEnumerable<string> pods, Func<NodeSnapshot> snapshot)
    {
        HashSet<IpAddress> addresses = [];
        foreach (string pod in pods)
        {
            addresses.UnionWith(IpAddress.TryParse(pod, out IpAddress address) ? [address] : PlaceLookup.Addresses(snapshot(), pod));
        }

        return addresses;
    }

    /// <summary>What the Services of these names are reached by; null when there is none, which is an error of its own.</summary>
    public ServiceTarget[]? Services(IReadOnlyList<string> names, Func<NodeSnapshot> snapshot)
    {
        ServiceSearch search = new() { Names = names };
        NodeSnapshot node = snapshot();
        ServiceTarget[] targets = [.. search.Run(node).SelectMany(ServiceTarget.Of)];
        foreach (ServiceSearch missing in search.Unanswered(node, targets.Length > 0))
        {
            cmdlet.WriteError(ServiceErrors.NotFound(missing, node));
        }

        return targets.Length > 0 ? targets : null;
    }

    /// <summary>The namespaces of a snapshot by names or patterns; the node's own without any. A name that none has is an error of its own.</summary>
    public IEnumerable<NetworkNamespace> Namespaces(IReadOnlyList<string> names, NodeSnapshot snapshot)
    {
        HashSet<NetworkNamespace> found = [];
        foreach (string pattern in names.Count == 0 ? ["host"] : names)
        {
            WildcardPattern wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            NetworkNamespace[] matching = [.. snapshot.Namespaces.Where(space => Names(space).Any(wildcard.IsMatch))];
            found.UnionWith(matching);
            if (matching.Length == 0)
            {
                cmdlet.WriteError(Errors.NamespaceNotFound(pattern, snapshot));
            }
        }

        return snapshot.Namespaces.Where(found.Contains);
    }

    private static IEnumerable<string> Names(NetworkNamespace space) =>
        new[] { space.Name, space.IsHost ? "host" : space.Path, space.NetnsName, space.PodUid, $"{space.Inode}" }.OfType<string>();

    /// <summary>The filter narrowed down to what an object from the pipeline is about; null when it is about nothing that entries have.</summary>
    public static ConntrackFilter? Narrow(ConntrackFilter filter, object? input) => input switch
    {
        null or NodeSnapshot => filter,
        KubeServiceChain service => filter with { Services = [.. ServiceTarget.Of(service)] },
        PacketTrace trace => filter with { Flows = [trace.Packet] },
        ConntrackEntry entry => filter with { Flows = [entry.Original.ToPacket(entry.Transport)] },
        _ => null,
    };
}
