using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Dns;

/// <summary>Tells what stands at a name server's address, and traces a query there.</summary>
internal sealed class NameServerTracer(NodeSnapshot snapshot, NetworkNamespace client, string from)
{
    private const int Port = 53;

    // The address and the interface that NodeLocal DNSCache is installed with.
    private static readonly IpAddress UsualCacheAddress = IpAddress.Parse("169.254.20.10");
    private const string CacheInterface = "nodelocaldns";

    /// <summary>The server, and the way to it.</summary>
    public NameServer Trace(IpAddress address, ResolverConfiguration configuration, bool tcp, CancellationToken cancellation)
    {
        Protocol protocol = tcp ? Protocol.Tcp : Protocol.Udp;
        KubeServiceChain? service = ServiceAt(address, protocol);
        Evidence[] mentions = [.. RulesFor(address)];
        NameServerKind kind = KindOf(address, service, mentions);
        Evidence[] lines = [.. configuration.Evidence.Where(line => line.Text.Contains("nameserver", StringComparison.Ordinal) && line.Text.Contains(address.ToString(), StringComparison.OrdinalIgnoreCase))];
        NameServer server = new()
        {
            Address = address.ToString(),
            Transport = tcp ? "TCP" : "UDP",
            Kind = kind.ToString(),
            Service = service?.Name,
            Symptom = nameof(Symptom.Unknown),
            Reason = "",
            Evidence = kind == NameServerKind.NodeLocalCache ? [.. lines, .. mentions] : lines,
        };
        try
        {
            TraceRequest request = new() { From = from, Destination = address, Port = Port, Protocol = protocol, Service = service?.Name };
            return Judge(server, ServiceTracer.For(snapshot).Trace(request, cancellation));
        }
        catch (TraceRequestException error)
        {
            return server with { Reason = error.Message };
        }
    }

    private static NameServer Judge(NameServer server, PacketTrace trace)
    {
        PathOutcome[] known = [.. trace.Outcomes.Where(outcome => outcome.Symptom != nameof(Symptom.Unknown))];
        bool certain = known.Length == trace.Outcomes.Length && trace.Outcomes.All(outcome => outcome.Assumptions.Length == 0);
        double answering = trace.Outcomes.Where(outcome => outcome.Symptom == nameof(Symptom.Connected)).Sum(outcome => outcome.Probability);
        PathOutcome telling = trace.Outcomes.FirstOrDefault(outcome => outcome.Symptom != nameof(Symptom.Connected)) ?? trace.Outcomes[0];
        return server with
        {
            Trace = trace,
            Symptom = trace.Symptom,
            Reason = telling.Reason,
            Answering = certain ? Math.Round(answering, 6) : null,
            Assumptions = [.. trace.Outcomes.SelectMany(outcome => outcome.Assumptions).Distinct()],
            IsUntracked = trace.Outcomes.Any(outcome => outcome.Symptom == nameof(Symptom.Connected)) && trace.Outcomes.All(outcome => outcome.Conntrack.All(entry => entry.Place != trace.Node)),
        };
    }

    private NameServerKind KindOf(IpAddress address, KubeServiceChain? service, Evidence[] mentions)
    {
        if (address.IsLoopback())
        {
            return client.IsHost ? NameServerKind.Node : NameServerKind.Pod;
        }

        bool local = Network.Of(snapshot).Host.IsLocal(address);
        return local && (mentions.Length > 0 || IsOnCacheInterface(address)) || address == UsualCacheAddress ? NameServerKind.NodeLocalCache
            : service is not null ? NameServerKind.Service
            : local ? NameServerKind.Node
            : Network.Of(snapshot).Holding(address).Any() ? NameServerKind.Pod
            : NameServerKind.Outside;
    }

    private bool IsOnCacheInterface(IpAddress address) =>
        Network.Of(snapshot).Host.Addresses?.Find(address).Any(found => found.Device == CacheInterface) == true;

    private KubeServiceChain? ServiceAt(IpAddress address, Protocol protocol) => snapshot.Host.Collected(host => host.Services)
        ?.Find(new ServiceQuery { Addresses = [address], Ports = [Port], Protocols = [protocol] }).FirstOrDefault();

    // Rules of the node's raw table that keep queries to the address, and their answers, from connection tracking.
    private IEnumerable<Evidence> RulesFor(IpAddress address)
    {
        if (Network.Of(snapshot).Host.Netfilter is not NetfilterConfiguration rules)
        {
            yield break;
        }

        foreach (Chain chain in rules.Rulesets.Select(ruleset => ruleset.Find(TableKind.Raw)).OfType<Table>().SelectMany(table => table.Chains))
        {
            foreach (Rule rule in chain.Rules.Where(rule => rule.Target is NoTrackTarget && rule.Text.Contains($"{address}/", StringComparison.OrdinalIgnoreCase) && rule.Text.Contains($"port {Port} ", StringComparison.Ordinal)))
            {
                yield return rule.Evidence;
            }
        }
    }
}
