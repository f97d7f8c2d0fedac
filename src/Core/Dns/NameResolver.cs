using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Dns;

/// <summary>Tells from a snapshot what becomes of names that programs of a pod or of the node look up.</summary>
public sealed class NameResolver
{
    private readonly NodeSnapshot _snapshot;
    private readonly NetworkNamespace _client;
    private readonly ResolverConfiguration _configuration;
    private readonly ClusterRecords _records;
    private readonly string? _assumedZone;
    private readonly Dictionary<(IpAddress Address, bool Tcp), NameServer> _servers = [];

    private NameResolver(NodeSnapshot snapshot, NetworkNamespace client, ResolverConfiguration configuration, string zone, string? assumedZone)
    {
        (_snapshot, _client, _configuration, _assumedZone) = (snapshot, client, configuration, assumedZone);
        _records = new ClusterRecords(snapshot, zone);
    }

    /// <summary>The namespace that names are looked up from.</summary>
    public NetworkNamespace Client => _client;

    /// <summary>What its resolv.conf says.</summary>
    public ResolverConfiguration Configuration => _configuration;

    /// <summary>A resolver as programs of a pod or of the node have it.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="from">A pod's name or address, or <c>node</c>; null for the node.</param>
    /// <exception cref="TraceRequestException">The snapshot has no such pod.</exception>
    /// <exception cref="NameRequestException">It is a machine outside.</exception>
    /// <exception cref="SectionNotCollectedException">Its resolv.conf was not collected.</exception>
    public static NameResolver For(NodeSnapshot snapshot, string? from)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        NetworkNamespace client = ServiceTracer.For(snapshot).Sender(from)
            ?? throw new NameRequestException($"{from} is no address of this node's namespaces: the snapshot does not hold that machine's resolv.conf. Names can be looked up from node and from {string.Join(", ", snapshot.Pods.Take(5).Select(pod => pod.Name))}.");
        ResolverConfiguration configuration = client.ResolverConfiguration;
        string? zone = ClusterName.ZoneOf(configuration.Search);
        string? assumed = zone is null ? $"the search list of {client.Name} names no zone of the cluster; " : null;
        zone ??= snapshot.Pods.Select(ZoneOf).FirstOrDefault(found => found is not null);
        assumed = assumed is null ? null : zone is null ? $"{assumed}taken to be {ClusterName.UsualZone}" : $"{assumed}taken to be {zone}, as for other pods";
        return new NameResolver(snapshot, client, configuration, zone ?? ClusterName.UsualZone, assumed);
    }

    /// <summary>Tells what becomes of a name.</summary>
    /// <param name="request">The name; where it is looked up from was chosen with <see cref="For"/>.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="NameRequestException">It is no name.</exception>
    public ServiceNameResolution Resolve(NameRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        NameSyntax.Check(request.Name);
        IReadOnlyList<DnsRecordType> types = TypesOf(request);
        if (FromHosts(request, types) is ServiceNameResolution known)
        {
            return known;
        }

        (IReadOnlyList<AskedName> asked, NameAnswer end, int wait) =
            ResolverRun.Of(request.Name, _configuration, request.Library, types, question => Expect(question, cancellation));
        return Conclude(request, asked, end, cancellation) with { WaitSeconds = wait };
    }

    /// <summary>Really asks, one query after the other as the resolver would, and sets what came back beside what was expected.</summary>
    /// <param name="expected">What <see cref="Resolve"/> has said of the name.</param>
    /// <param name="request">The same request.</param>
    /// <param name="ask">Sends one query and waits for its answer.</param>
    public ServiceNameResolution Query(ServiceNameResolution expected, NameRequest request, Func<NameQuestion, NameReply> ask)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(request);
        (IReadOnlyList<AskedName> asked, NameAnswer end, _) = ResolverRun.Of(request.Name, _configuration, request.Library, TypesOf(request), ask);
        return expected with
        {
            Tries = [.. asked.Select((one, index) => ResolutionSteps.Tried(one, index + 1, expected.Queries))],
            QueryVerdict = ResolutionSteps.Verdict(end).ToString(),
        };
    }

    private static IReadOnlyList<DnsRecordType> TypesOf(NameRequest request) => request.Types.Count > 0 ? request.Types
        : request.Name.StartsWith('_') ? [DnsRecordType.SRV]
        : [DnsRecordType.A, DnsRecordType.AAAA];

    private static string? ZoneOf(NetworkNamespace space) => ClusterName.ZoneOf(space.Collected(one => one.ResolverConfiguration)?.Search ?? []);

    private NameReply Expect(NameQuestion question, CancellationToken cancellation)
    {
        NameServer server = ServerAt(question.Server, question.Tcp, cancellation);
        return server.Symptom switch
        {
            nameof(Symptom.TimedOut) => ClusterRecords.Reply(NameAnswer.NoReply, $"{server.Address} does not answer: {server.Reason}"),
            nameof(Symptom.Connected) or nameof(Symptom.Unknown) or nameof(Symptom.Mixed) => Told(server, question),
            // An error that the kernel reports for the socket; the next server is asked at once.
            _ => ClusterRecords.Reply(NameAnswer.Rejected, $"{server.Address} cannot be asked ({server.Symptom}): {server.Reason}"),
        };
    }

    private NameReply Told(NameServer server, NameQuestion question) => server.KnowsCluster
        ? _records.Answer(question.Name, question.Type)
        : ClusterRecords.Reply(NameAnswer.Unknown, $"{server.Address} is not the cluster's DNS as far as the snapshot tells, so that only the server itself knows what it answers");

    private NameServer ServerAt(IpAddress address, bool tcp, CancellationToken cancellation)
    {
        if (!_servers.TryGetValue((address, tcp), out NameServer? server))
        {
            server = new NameServerTracer(_snapshot, _client, _client.Path).Trace(address, _configuration, tcp, cancellation);
            _servers.Add((address, tcp), server);
        }

        return server;
    }

    private ServiceNameResolution Begin(NameRequest request) => new()
    {
        Name = request.Name,
        From = _client.Name,
        Node = _snapshot.NodeName,
        Library = request.Library.ToString(),
        Verdict = "",
        Reason = "",
        Search = [.. _configuration.Search],
        Ndots = _configuration.Ndots,
        Options = [.. _configuration.Options],
        Zone = _records.Zone,
        Evidence = [.. _configuration.Evidence],
        Origin = _snapshot,
    };

    private ServiceNameResolution? FromHosts(NameRequest request, IReadOnlyList<DnsRecordType> types)
    {
        if (!_client.TryPart("dns/hosts", out _) || _client.Hosts.Find(request.Name) is not { Count: > 0 } found)
        {
            return null;
        }

        return Begin(request) with
        {
            Verdict = nameof(NameVerdict.Resolved),
            Reason = $"/etc/hosts of {_client.Name} has it: no server is asked, unless nsswitch.conf puts the DNS first",
            ResolvedName = request.Name,
            Answers = [.. found
                .Select(line => new DnsRecord(request.Name, (line.Address.Family == IpFamily.IPv4 ? DnsRecordType.A : DnsRecordType.AAAA).ToString(), line.Address.ToString()))
                .Where(record => types.Any(type => type.ToString() == record.Type))],
            Evidence = [.. found.Select(line => line.Evidence)],
        };
    }

    private ServiceNameResolution Conclude(NameRequest request, IReadOnlyList<AskedName> asked, NameAnswer end, CancellationToken cancellation)
    {
        AskedName[] found = [.. asked.Where(one => one.Reply.Answer == NameAnswer.Found)];
        string? service = found.Select(one => one.Reply.Service).FirstOrDefault(name => name is not null);
        DnsRecord[] answers = [.. found.SelectMany(one => one.Reply.Records).Distinct()];
        bool tcp = ResolverRun.AsksByTcp(_configuration, request.Library);
        NameServer[] servers = [.. ResolverRun.ServersOf(_configuration).Select(address => ServerAt(address, tcp, cancellation))];
        return Begin(request) with
        {
            Verdict = ResolutionSteps.Verdict(end).ToString(),
            Reason = ResolutionSteps.Reason(end, asked, servers),
            ResolvedName = found.Length > 0 ? found[0].Candidate.Name : null,
            Answers = answers,
            VirtualIP = answers.Where(record => record.IsAddress).Select(record => record.Data).FirstOrDefault(IsVirtual),
            Namespace = service?.Split('/')[0],
            Service = service?.Split('/')[1],
            Queries = [.. asked.Select((one, index) => ResolutionSteps.Expected(one, index + 1))],
            Servers = servers,
            Assumptions = [.. ResolutionAssumptions.Of(asked, end, servers, _assumedZone)],
            Notes = [.. ResolutionNotes.Of(request, _configuration, asked)],
        };
    }

    private bool IsVirtual(string address) => _snapshot.Host.Collected(host => host.Services)?.Knows(IpAddress.Parse(address)) == true
        || _snapshot.GetKubernetesObjects().Services.Any(service => service.ClusterIPs.Contains(address));
}
