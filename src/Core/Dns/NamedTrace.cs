using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Dns;

/// <summary>Puts the resolution of a name in front of a trace.</summary>
public static class NamedTrace
{
    private const string Owner = "DNS";

    /// <summary>The name that a client of the resolver writes for a Service: short in its own namespace, else with the Service's.</summary>
    public static string NameOf(KubeServiceChain service, ResolverConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(configuration);
        bool own = configuration.Search.Any(domain => domain.StartsWith($"{service.Namespace}.svc.", StringComparison.OrdinalIgnoreCase));
        return own ? service.Service : $"{service.Service}.{service.Namespace}";
    }

    /// <summary>The address that a client connects to after the resolution; null when it gets none, or other than the snapshot tells.</summary>
    public static string? AddressOf(ServiceNameResolution resolution)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        return resolution.Verdict == nameof(NameVerdict.Resolved) ? resolution.VirtualIP ?? resolution.Address.FirstOrDefault() : null;
    }

    /// <summary>True when the client gets no address for certain, so that no packet is sent.</summary>
    public static bool Fails(ServiceNameResolution resolution)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        return resolution.Verdict is nameof(NameVerdict.NotFound) or nameof(NameVerdict.ServerUnreachable);
    }

    /// <summary>The trace with the resolution as its first hop.</summary>
    public static PacketTrace Begin(PacketTrace trace, ServiceNameResolution resolution)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(resolution);
        string[] assumptions = resolution.Verdict == nameof(NameVerdict.Unknown)
            ? [$"'{resolution.Name}' is taken to resolve to {trace.Packet.Destination}: {resolution.Reason}"]
            : resolution.Assumptions;
        return trace with
        {
            Outcomes = [.. trace.Outcomes.Select(outcome => outcome with
        {
            Assumptions = [.. assumptions, .. outcome.Assumptions],
            Hops = [Hop(resolution, outcome.Hops.Length > 0 ? outcome.Hops[0].Before : trace.Packet), .. outcome.Hops.Select(Moved)],
        })]
        };
    }

    /// <summary>A trace that ends with the name: the client gets no address.</summary>
    /// <param name="resolution">The resolution.</param>
    /// <param name="request">What was to be traced.</param>
    public static PacketTrace Failed(ServiceNameResolution resolution, TraceRequest request)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        ArgumentNullException.ThrowIfNull(request);
        Packet packet = new(request.Protocol, IpAddress.Any(request.Destination.Family), request.Destination, request.SourcePort, request.Port);
        return new PacketTrace
        {
            Service = request.Service,
            From = resolution.From,
            Packet = packet,
            Node = resolution.Node,
            Origin = resolution.Origin,
            Outcomes =
            [
                new PathOutcome
                {
                    Probability = 1,
                    Disposition = nameof(Disposition.NameNotResolved),
                    Symptom = nameof(Symptom.NameNotResolved),
                    Reason = $"'{resolution.Name}' has no address: {resolution.Reason}",
                    Endpoint = resolution.Name,
                    EndsAt = resolution.From,
                    SourceSeen = packet.Source,
                    Assumptions = resolution.Assumptions,
                    Hops = [Hop(resolution, packet)],
                },
            ],
        };
    }

    /// <summary>The resolution alone, as a path that the findings can be asked of.</summary>
    internal static PacketTrace Alone(ServiceNameResolution resolution)
    {
        IpAddress server = resolution.Servers.Length > 0 ? resolution.Servers[0].Value : IpAddress.Any(IpFamily.IPv4);
        const int Port = 53;
        PacketTrace failed = Failed(resolution, new TraceRequest { Destination = server, Port = Port, Protocol = Protocol.Udp });
        (Disposition end, Symptom symptom) = resolution.Verdict switch
        {
            nameof(NameVerdict.Resolved) => (Disposition.Delivered, Symptom.Connected),
            nameof(NameVerdict.Unknown) => (Disposition.Inconclusive, Symptom.Unknown),
            _ => (Disposition.NameNotResolved, Symptom.NameNotResolved),
        };
        return failed with { Outcomes = [failed.Outcomes[0] with { Disposition = end.ToString(), Symptom = symptom.ToString() }] };
    }

    private static NameHop Hop(ServiceNameResolution resolution, Packet packet) => new()
    {
        Number = 1,
        Owner = Owner,
        Place = resolution.From,
        Node = resolution.Node,
        Before = packet,
        After = packet,
        Description = Words(resolution),
        Resolution = resolution,
        Name = resolution.Name,
        Verdict = resolution.Verdict,
        Servers = [.. resolution.Queries.Select(query => query.Server).Distinct()],
        Names = [.. resolution.Queries.Select(query => query.Name).Distinct()],
        Queries = resolution.Queries.Length,
        WaitSeconds = resolution.WaitSeconds,
        Evidence = [.. resolution.Evidence.Concat(resolution.Queries.SelectMany(query => query.Evidence)).Distinct()],
    };

    private static string Words(ServiceNameResolution resolution)
    {
        string asked = resolution.Queries.Length == 0 ? "without a query"
            : $"after {resolution.Queries.Length} {(resolution.Queries.Length == 1 ? "query" : "queries")} to {string.Join(", ", resolution.Queries.Select(query => query.Server).Distinct())}";
        string waited = resolution.WaitSeconds > 0 ? $" and {resolution.WaitSeconds} s of waiting" : "";
        return resolution.Verdict switch
        {
            nameof(NameVerdict.Resolved) => $"{resolution.Name} resolves to {string.Join(", ", resolution.Answers.Select(record => record.Data))} {asked}{waited}",
            nameof(NameVerdict.NotFound) => $"{resolution.Name} is not found {asked}{waited}",
            nameof(NameVerdict.ServerUnreachable) => $"{resolution.Name} is not resolved {asked}{waited}: no server answers",
            _ => $"what {resolution.Name} resolves to is not known",
        };
    }

    private static Hop Moved(Hop hop)
    {
        Hop moved = hop with { };
        moved.Number = hop.Number + 1;
        return moved;
    }
}
