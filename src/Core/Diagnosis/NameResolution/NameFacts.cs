using NetPath.Core.Dns;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>What the checks of this family ask of paths and nodes.</summary>
internal static class NameFacts
{
    /// <summary>The port of the DNS.</summary>
    public const int Port = 53;

    /// <summary>The hop in which the client looks the name up; null on paths that begin with an address.</summary>
    public static NameHop? HopOf(PathContext context) => context.Outcome.Hops is [NameHop hop, ..] ? hop : null;

    /// <summary>The servers that were asked on a path, with the hop; none on paths that begin with an address.</summary>
    public static IEnumerable<(NameHop Hop, ServiceNameResolution Resolution, NameServer Server)> Asked(PathContext context) =>
        HopOf(context) is NameHop { Resolution: ServiceNameResolution resolution } hop
            ? resolution.Servers.Where(server => resolution.Queries.Any(query => query.Server == server.Address)).Select(server => (hop, resolution, server))
            : [];

    /// <summary>The servers of each pod's resolv.conf, with the line that names it.</summary>
    public static IEnumerable<(NamespaceView Space, IpAddress Server, Evidence Line)> ServersOfPods(NodeContext context)
    {
        foreach (NamespaceView space in context.Network.Spaces.Where(space => !space.Space.IsHost && space.Space.TryPart("dns/resolv.conf", out _)))
        {
            ResolverConfiguration configuration = space.Space.ResolverConfiguration;
            foreach (IpAddress server in configuration.Nameservers.Distinct())
            {
                Evidence? line = configuration.Evidence.FirstOrDefault(evidence => Names(evidence.Text, server));
                if (line is not null)
                {
                    yield return (space, server, line);
                }
            }
        }
    }

    private static bool Names(string line, IpAddress server)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is ["nameserver", string text, ..] && IpAddress.TryParse(text.Split('%')[0], out IpAddress address) && address == server;
    }
}
