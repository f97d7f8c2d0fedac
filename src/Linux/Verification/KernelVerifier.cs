using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux.KernelTracing;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.Verification;

/// <summary>
/// Lets this machine's kernel judge a trace: puts trace rules into the namespaces of its paths, sends one probe, reads what the kernel reports, and takes the
/// rules out again, also when it is cancelled or fails.
/// </summary>
public sealed class KernelVerifier : IDisposable
{
    // Longer than the probe can take: then the rules have no effect any more, wherever they are.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    private readonly IReadOnlyList<NodeSnapshot> _snapshots;
    private readonly TraceRequest _request;
    private readonly Dictionary<string, NetworkNamespaceHandle> _spaces = [];
    private readonly Dictionary<string, KernelTraceReader> _readers = [];
    private readonly List<string> _absent = [];
    private Probe? _probe;

    private KernelVerifier(IReadOnlyList<NodeSnapshot> snapshots, TraceRequest request)
    {
        _snapshots = snapshots;
        _request = request;
    }

    /// <summary>Sends the probe of a trace, and gives the trace of exactly that packet with the kernel's word on each hop.</summary>
    /// <param name="snapshots">A snapshot of this machine, and those of other nodes that the path goes on to. Of these only what is on this machine as well is looked into.</param>
    /// <param name="request">What to trace.</param>
    /// <param name="cancellation">Ends it; the rules are taken out.</param>
    /// <exception cref="TraceRequestException">The probe cannot be sent from where the trace starts.</exception>
    /// <exception cref="VerificationException">The snapshot is not of this machine, or the kernel cannot be asked.</exception>
    public static PacketTrace Verify(IReadOnlyList<NodeSnapshot> snapshots, TraceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(request);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new VerificationException("-Verify puts trace rules into the kernel and needs root on the node. Run PowerShell as root there.");
        }

        using KernelVerifier verifier = new(snapshots, request);
        try
        {
            return verifier.Run(cancellation);
        }
        catch (Exception error) when (error is NetlinkException or KernelTraceException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new VerificationException($"The kernel could not be asked. {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (KernelTraceReader reader in _readers.Values)
        {
            reader.Dispose();
        }

        _probe?.Dispose();
        foreach (NetworkNamespaceHandle space in _spaces.Values)
        {
            space.Dispose();
        }
    }

    private PacketTrace Run(CancellationToken cancellation)
    {
        ServiceTracer tracer = ServiceTracer.For(_snapshots);
        VerificationPlan plan = VerificationPlan.Of(tracer.Trace(_request, cancellation), _snapshots);
        foreach ((NetworkNamespace space, _) in plan.Spaces)
        {
            TryOpen(space, plan.Client.Snapshot);
        }

        IpAddress? source = IpAddress.TryParse(_request.From, out IpAddress given) ? given : null;
        _probe = Probe.Bind(_spaces[plan.Client.Name], plan.Packet, source);

        // The port is known now: rules that ask for it are certain, and the trace rules are for this one connection.
        HashSet<Rule> unsure = [];
        PacketTrace trace = tracer.Trace(_request with { SourcePort = _probe.Port }, new WalkObserver(null, rule => unsure.Add(rule)), cancellation);
        plan = VerificationPlan.Of(trace, _snapshots);
        OpenReaders(plan, cancellation);
        ProbeResult result = _probe.Send(plan.Client.Name, plan.Packet, cancellation);
        return TraceVerification.Apply(trace, _snapshots, Observe(trace, result, cancellation) with { Unsure = unsure });
    }

    private void OpenReaders(VerificationPlan plan, CancellationToken cancellation)
    {
        foreach ((NetworkNamespace space, TraceFlow[] flows) in plan.Spaces)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_spaces.TryGetValue(space.Name, out NetworkNamespaceHandle? handle) && (handle = TryOpen(space, plan.Client.Snapshot)) is null)
            {
                continue;
            }

            _readers.Add(space.Name, KernelTraceReader.Open(handle, new KernelTraceOptions { Flows = flows, Lifetime = Lifetime, Checkpoints = true }));
        }
    }

    // The client's node must be this machine. Other nodes are only where nodes are containers of one machine.
    private NetworkNamespaceHandle? TryOpen(NetworkNamespace space, NodeSnapshot home)
    {
        if (_absent.Contains(space.Name))
        {
            return null;
        }

        try
        {
            return _spaces[space.Name] = LiveNamespace.Open(space);
        }
        catch (VerificationException) when (space.Snapshot != home)
        {
            _absent.Add(space.Name);
            return null;
        }
    }

    private Observation Observe(PacketTrace trace, ProbeResult result, CancellationToken cancellation)
    {
        // What is under way still: the answer's last hooks, an ICMP error.
        cancellation.WaitHandle.WaitOne(Quiet);
        cancellation.ThrowIfCancellationRequested();
        Dictionary<string, IReadOnlyList<KernelTraceEvent>> events = _readers.ToDictionary(pair => pair.Key, pair => pair.Value.Drain());
        List<ConntrackTuple> conntrack = [];
        List<string> unknown = [];
        foreach (string place in trace.Outcomes.SelectMany(outcome => outcome.Conntrack).Select(tuple => tuple.Place).Distinct())
        {
            if (_absent.Contains(place))
            {
                unknown.Add(place);
            }
            else if (!events.TryGetValue(place, out IReadOnlyList<KernelTraceEvent>? seen))
            {
                continue;
            }
            else if (ConntrackQuery.Entries(_spaces[place], place, seen) is IReadOnlyList<ConntrackTuple> entries)
            {
                conntrack.AddRange(entries);
            }
            else
            {
                unknown.Add(place);
            }
        }

        return new Observation
        {
            Probe = result,
            Events = events,
            Conntrack = conntrack,
            ConntrackUnknown = unknown,
            Absent = _absent,
            LostEvents = _readers.Values.Sum(reader => reader.LostEvents),
        };
    }
}
