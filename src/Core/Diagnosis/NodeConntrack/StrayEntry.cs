using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>An entry of connection tracking that sends a Service's packets elsewhere than to the endpoints that the rules hold.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Service">The Service port that its client asked for, as the rules have it now.</param>
internal sealed record StrayEntry(ConntrackEntry Entry, KubeServiceChain Service)
{
    /// <summary>Who answers by the entry.</summary>
    public string Target => Entry.Reply.ToPacket(Entry.Transport).SourceEndpoint;

    /// <summary>The endpoints that the rules hold, in words.</summary>
    public string Endpoints => Service.Endpoints.Length == 0 ? "no endpoint" : string.Join(", ", Service.Endpoints.Take(3).Select(endpoint => endpoint.Target));

    /// <summary>All of them in the node's own namespace; none when the entries were not collected.</summary>
    public static IReadOnlyList<StrayEntry> On(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new StrayEntries(host)).Entries;

    /// <summary>The entry as one of these; null when it is over, for no Service, or goes to one of its endpoints.</summary>
    public static StrayEntry? Of(ConntrackEntry entry, NodeSnapshot snapshot) => new StrayEntries.Judge(snapshot.Host).Of(entry);

    /// <summary>Entries of a namespace that go astray. Those of half a million are read one after the other, and only these kept.</summary>
    private sealed class StrayEntries(NetworkNamespace host)
    {
        public IReadOnlyList<StrayEntry> Entries { get; } = Read(host);

        private static StrayEntry[] Read(NetworkNamespace host)
        {
            if (!host.TryPart(ConntrackEntryReader.PartName, out _))
            {
                return [];
            }

            Judge judge = new(host);
            return [.. new ConntrackEntryReader(host).Entries().Select(judge.Of).OfType<StrayEntry>()];
        }

        public sealed class Judge(NetworkNamespace host)
        {
            private readonly ServiceTable _services = host.Services;
            private readonly NamespaceView _view = Network.View(host);
            private readonly Dictionary<ServiceRules, (KubeServiceChain Service, HashSet<string> Targets)> _known = [];

            public StrayEntry? Of(ConntrackEntry entry)
            {
                if (!entry.IsAlive || entry.State is not (null or "ESTABLISHED" or "SYN_SENT" or "SYN_RECV") || Rules(entry) is not ServiceRules rules)
                {
                    return null;
                }

                if (!_known.TryGetValue(rules, out (KubeServiceChain Service, HashSet<string> Targets) known))
                {
                    KubeServiceChain service = ServiceChainReader.Read(rules);
                    _known.Add(rules, known = (service, [.. service.Endpoints.Concat(service.ExternalEndpoints).Select(endpoint => endpoint.Target)]));
                }

                StrayEntry stray = new(entry, known.Service);
                return known.Targets.Contains(stray.Target) || known.Targets.Contains(entry.Reply.Source) ? null : stray;
            }

            // A port of the node's own is a node port only for what is translated: a program of the node may listen on it too.
            private ServiceRules? Rules(ConntrackEntry entry) => entry.Transport is not (Protocol.Tcp or Protocol.Udp) || entry.DestinationPort is not int port ? null
                : _services.FindRules(entry.Original.DestinationAddress, port, entry.Transport)
                    ?? (entry.NatKind.HasFlag(ConntrackNat.Dnat) && _view.IsLocal(entry.Original.DestinationAddress) ? _services.FindNodePort(port, entry.Transport) : null);
        }
    }
}
