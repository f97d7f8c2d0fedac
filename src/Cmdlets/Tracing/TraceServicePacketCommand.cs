using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Cmdlets.Services;
using NetPath.Core.Conntrack;
using NetPath.Core.Dns;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Naming;

namespace NetPath.Cmdlets.Tracing;

/// <summary>
/// <para type="synopsis">Walks a connection's first packet from a client to a Service or an address, and its answer back.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Trace, "ServicePacket", DefaultParameterSetName = "Service", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PacketTrace))]
public sealed class TraceServicePacketCommand : PathCmdlet
{
    private const int ActivityId = 7111;

    private readonly List<NodeSnapshot> _piped = [];
    private readonly HashSet<string> _told = [];
    private (NodeSnapshot[] Nodes, ServiceTracer Tracer)? _tracer;
    private (NodeSnapshot[] Nodes, PlaceNames Names)? _names;

    /// <summary>
    /// <para type="description">Names of Services: name, name:port, namespace/name or namespace/name:port, or as in the DNS: name.namespace. Each of their ports is traced.</para>
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = "Service")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Service { get; set; } = [];

    /// <summary>
    /// <para type="description">Where to connect to: an address (a virtual IP, the node's, a pod's), a pod's name or namespace/name, a node's name, node, or
    /// outside.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Destination")]
    [ValidateNotNullOrEmpty]
    [Alias("To")]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Destination { get; set; } = "";

    /// <summary>
    /// <para type="description">A connection tracking entry, whose flow is traced: an object of Get-ConntrackEntry, a line of conntrack -L or
    /// /proc/net/nf_conntrack, or a flow such as 'tcp 10.244.120.68:52208 -> 10.109.60.134:80', whose entry is looked up.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Entry")]
    [ValidateNotNull]
    public object? Entry { get; set; }

    /// <summary>
    /// <para type="description">The port to connect to. With Services: only those with this port.</para>
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = "Service")]
    [Parameter(Mandatory = true, ParameterSetName = "Destination")]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// <para type="description">The protocol. With Services: only those with this protocol; else TCP.</para>
    /// </summary>
    [Parameter]
    public ServiceProtocol Protocol { get; set; }

    /// <summary>
    /// <para type="description">The client: a pod's name or namespace/name, a node's name, an address of a pod or of a machine outside, node, or outside. The
    /// node without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SenderCompleter))]
    public string From { get; set; } = "node";

    /// <summary>
    /// <para type="description">The client's own port. Any without it: then a rule that asks for it makes the answer depend on it.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int SourcePort { get; set; }

    /// <summary>
    /// <para type="description">Lets this machine's kernel judge the trace: puts trace rules in for this one connection, sends it, and compares what the
    /// kernel reports with each hop. Needs root, and a snapshot of this machine. Asks first; -WhatIf says what it would do.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>
    /// <para type="description">Begins with the Service's name, as the client's resolver looks it up: a name that has no address ends the trace. With Services.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Service")]
    public SwitchParameter FromName { get; set; }

    /// <summary>
    /// <para type="description">The length of the connection's packets, in bytes with the IP header, that the MTU of each link is compared with. Without it, a
    /// full-sized segment: as long as both ends' own MTUs allow.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(68, 65535)]
    public int PacketSize { get; set; }

    /// <inheritdoc/>
    protected override object? CurrentTarget => Input ?? (Service.Length > 0 ? string.Join(", ", Service) : Destination);

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Entry" || (Input is ConntrackEntry && Service.Length == 0 && ParameterSetName == "Service"))
        {
            TraceEntry(ParameterSetName == "Entry" ? Entry : Input);
            return;
        }

        if (Input is KubeServiceChain service && Service.Length == 0 && ParameterSetName == "Service")
        {
            foreach (NodeSnapshot[] nodes in TracedNodes.Group(SourceSnapshots()))
            {
                Trace(nodes, service);
            }

            return;
        }

        if (Input is not (null or string or NodeSnapshot or ISnapshotMember))
        {
            WriteError(Errors.InputNotUnderstood(Input, "Services of Get-KubeServiceChain, their names, and snapshots of Import-NodeSnapshot"));
            return;
        }

        // Snapshots that come down the pipeline may be of one walk: which, the last one tells.
        if (Input is NodeSnapshot piped && Snapshot is null or [])
        {
            _piped.Add(piped);
            return;
        }

        TraceOver(SourceSnapshots());
    }

    /// <inheritdoc/>
    protected override void End() => TraceOver(_piped);

    private void TraceOver(IReadOnlyList<NodeSnapshot> snapshots)
    {
        foreach (NodeSnapshot[] nodes in TracedNodes.Group(snapshots))
        {
            TraceIn(nodes);
        }
    }

    // An entry of the running kernel has no snapshot, and is of this machine.
    private void TraceEntry(object? given)
    {
        TraceRequest request = TracedEntry.Request(given, MyInvocation.BoundParameters.ContainsKey(nameof(From)) ? From : null);
        ConntrackEntry? entry = request.Entries is [ConntrackEntry first, ..] ? first : null;
        IReadOnlyList<NodeSnapshot> snapshots = Snapshot is null or [] && entry is { Origin: NodeSnapshot origin } ? [origin]
            : entry is { IsLive: true } ? GetSnapshots()
            : SourceSnapshots();
        if (Verify)
        {
            WriteWarning("-Verify opens a new connection, which says nothing about an existing one: the trace of the entry is not verified.");
        }

        foreach (NodeSnapshot[] nodes in TracedNodes.Group(snapshots))
        {
            Trace(nodes, request);
        }
    }

    private void TraceIn(NodeSnapshot[] nodes)
    {
        if (ParameterSetName == "Destination")
        {
            TraceTo(nodes);
            return;
        }

        ServiceSearch search = new()
        {
            Names = Input switch
            {
                string name => [name],
                ServiceNameResolution { Service: string name } resolution when Service.Length == 0 => [$"{resolution.Namespace}/{name}"],
                _ => Service,
            },
            Ports = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? [Port] : [],
            Protocols = Protocol == default ? [] : [(Protocol)Protocol],
        };
        if (search.Names.Count == 0)
        {
            WriteError(Errors.NothingAsked("Trace-ServicePacket", "-Service or -Destination", "Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k"));
            return;
        }

        // Nodes of one cluster know the same Services: the client's own is asked.
        NodeSnapshot snapshot = TracedNodes.Home(nodes, Names(nodes), From);
        Parsed(snapshot, ServiceSearch.Load);
        DamageWarning.WriteForRules(this, snapshot);
        int done = 0;
        using ProgressDisplay progress = new(this, ActivityId, "Tracing Services");
        foreach (KubeServiceChain service in search.Run(snapshot))
        {
            progress.Show(service.Name, done++, snapshot.Host.Services.Count);
            Trace(nodes, service);
        }

        WriteVerbose($"{done} of {snapshot.Host.Services.Count} Service ports of {snapshot.NodeName} were asked for.");

        foreach (ServiceSearch missing in search.Unanswered(snapshot, done > 0))
        {
            WriteError(ServiceErrors.NotFound(missing, snapshot));
        }
    }

    private void TraceTo(NodeSnapshot[] nodes)
    {
        IpFamily? family = IpAddress.TryParse(From, out IpAddress source) ? source.Family : null;
        try
        {
            IpAddress destination = Names(nodes).Target(Destination, family);
            Trace(nodes, destination, Port, Protocol == default ? Core.Packets.Protocol.Tcp : (Protocol)Protocol, service: null);
        }
        catch (TraceRequestException error)
        {
            WriteError(Errors.TraceImpossible(error, Destination));
        }
    }

    private void Trace(NodeSnapshot[] nodes, KubeServiceChain service)
    {
        string? address = service.ClusterIP ?? service.LoadBalancerIPs.Concat(service.ExternalIPs).FirstOrDefault();
        if (address is null || service.Port is not int port)
        {
            WriteError(Errors.NoClusterIP(service));
            return;
        }

        Trace(nodes, Address(address), port, Enum.Parse<Protocol>(service.Protocol, ignoreCase: true), service);
    }

    private void Trace(NodeSnapshot[] nodes, IpAddress destination, int port, Protocol protocol, KubeServiceChain? service)
    {
        TraceRequest request = new()
        {
            Destination = destination,
            Port = port,
            Protocol = protocol,
            SourcePort = SourcePort == 0 ? null : SourcePort,
            From = From,
            Service = service?.Name,
        };
        Trace(nodes, request, service);
    }

    private void Trace(NodeSnapshot[] nodes, TraceRequest request, KubeServiceChain? service = null)
    {
        try
        {
            request = request with
            {
                From = Names(nodes).Sender(request.From ?? PlaceNames.Node, request.Destination.Family),
                PacketSize = PacketSize == 0 ? null : PacketSize,
            };
            NodeSnapshot snapshot = TracedNodes.Home(nodes, Names(nodes), request.From);
            ServiceNameResolution? name = FromName && service is not null ? ResolvedName(snapshot, service, request.From) : null;
            if (name is not null && NamedTrace.Fails(name))
            {
                WriteObject(NamedTrace.Failed(name, request));
                return;
            }

            request = name is not null && NamedTrace.AddressOf(name) is string found ? request with { Destination = Address(found) } : request;
            PacketTrace trace = Tracer(nodes).Trace(request, AsksForDebug ? text => WriteDebug(PlainText.Clean(text)) : null, Cancellation);
            trace = Verify && ParameterSetName != "Entry" && request.Entries.Count == 0 ? new TraceVerifier(this).Verify(nodes, request, trace, Cancellation) : trace;
            WriteObject(name is null ? trace : NamedTrace.Begin(trace, name));
        }
        catch (NameRequestException error)
        {
            WriteError(Errors.NameUnusable(error, service?.Name ?? Destination));
        }
        catch (TraceRequestException error)
        {
            // Each port of each Service would say the same of one client.
            if (_told.Add(error.Message))
            {
                WriteError(Errors.TraceImpossible(error, request.From));
            }
        }
    }

    // What is read of each snapshot is kept with it; what belongs to all of them here.
    private ServiceTracer Tracer(NodeSnapshot[] nodes)
    {
        if (_tracer is not (NodeSnapshot[] known, ServiceTracer tracer) || !known.SequenceEqual(nodes))
        {
            foreach (NodeSnapshot node in nodes)
            {
                Parsed(node, ServiceTracer.For);
            }

            _tracer = (nodes, tracer = ServiceTracer.For(nodes));
        }

        return tracer;
    }

    // The names of all pods are gathered once for all Services that are traced.
    private PlaceNames Names(NodeSnapshot[] nodes)
    {
        if (_names is not (NodeSnapshot[] known, PlaceNames names) || !known.SequenceEqual(nodes))
        {
            _names = (nodes, names = PlaceNames.Of(nodes));
        }

        return names;
    }

    private ServiceNameResolution ResolvedName(NodeSnapshot snapshot, KubeServiceChain service, string? from)
    {
        NameResolver resolver = NameResolver.For(snapshot, from);
        return resolver.Resolve(new NameRequest { Name = NamedTrace.NameOf(service, resolver.Configuration), From = from }, Cancellation);
    }

    private bool AsksForDebug => MyInvocation.BoundParameters.TryGetValue("Debug", out object? given) ? given is SwitchParameter { IsPresent: true } : GetVariableValue("DebugPreference") is not (null or ActionPreference.SilentlyContinue);

    private static IpAddress Address(string text) =>
        IpAddress.TryParse(text, out IpAddress address) ? address : throw Errors.ToException(Errors.AddressInvalid(text));
}
