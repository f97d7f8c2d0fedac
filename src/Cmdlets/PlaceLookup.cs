using NetPath.Core.KernelTracing;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Naming;

namespace NetPath.Cmdlets;

/// <summary>Finds pods and nodes of one snapshot by what people call them, for cmdlets that do not trace.</summary>
internal static class PlaceLookup
{
    /// <summary>The addresses that packets of a pod or node come from.</summary>
    /// <exception cref="NetPathException">Nobody is called so, several are, or it has no address.</exception>
    public static IReadOnlyList<IpAddress> Addresses(NodeSnapshot snapshot, string name)
    {
        try
        {
            return ClientAddresses.Of(snapshot, name) is { Count: > 0 } addresses ? addresses : throw Errors.ToException(Errors.NamespaceNotFound(name, snapshot));
        }
        catch (TraceRequestException error)
        {
            throw Errors.ToException(Errors.NamespaceNotFound(name, error));
        }
    }

    /// <summary>The network namespace of a pod or node.</summary>
    /// <exception cref="NetPathException">Nobody is called so, several are, or the snapshot does not hold its namespace.</exception>
    public static NetworkNamespace Space(NodeSnapshot snapshot, string name)
    {
        try
        {
            return PlaceNames.Of([snapshot]).Find(name)?.Space ?? throw Errors.ToException(Errors.NamespaceNotFound(name, snapshot));
        }
        catch (TraceRequestException error)
        {
            throw Errors.ToException(Errors.NamespaceNotFound(name, error));
        }
    }
}
