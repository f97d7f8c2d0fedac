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

    private readonly NodeSnapshot _snapshot;
    private readonly TraceRequest _request;
    private readonly Dictionary<string, NetworkNamespaceHandle> _spaces = [];
    private readonly Dictionary<string, KernelTraceReader> _readers = [];
    private Probe? _probe;

    private KernelVerifier(NodeSnapshot snapshot, TraceRequest request)
    {
        _snapshot = snapshot;
        _request = request;
    }

    /// <summary>Sends the probe of a trace, and gives the trace of exactly that packet with the kernel's word on each hop.</summary>
    /// <param name="snapshot">A snapshot of this machine.</param>
    /// <param name="request">What to trace.</param>
    /// <param name="cancellation">Ends it; the rules are taken out.</param>
    /// <exception cref="TraceRequestException">The probe cannot be sent from where the trace starts.</exception>
    /// <exception cref="VerificationException">The snapshot is not of this machine, or the kernel cannot be asked.</exception>
    public static PacketTrace Verify(NodeSnapshot snapshot, TraceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(request);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new VerificationException("-Verify puts trace rules into the kernel and needs root on the node. Run PowerShell as root there.");
        }

        using KernelVerifier verifier = new(snapshot, request);
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
        ServiceTracer tracer = ServiceTracer.For(_snapshot);
        VerificationPlan plan = VerificationPlan.Of(tracer.Trace(_request, cancellation), _snapshot);
        foreach ((NetworkNamespace space, _) in plan.Spaces)
        {
            _spaces.Add(space.Name, LiveNamespace.Open(space));
        }

        IpAddress? source = IpAddress.TryParse(_request.From, out IpAddress given) ? given : null;
        _probe = Probe.Bind(_spaces[plan.Client.Name], plan.Packet, source);

        // The port is known now: rules that ask for it are certain, and the trace rules are for this one connection.
        HashSet<Rule> unsure = [];
        PacketTrace trace = tracer.Trace(_request with { SourcePort = _probe.Port }, new WalkObserver(null, rule => unsure.Add(rule)), cancellation);
        plan = VerificationPlan.Of(trace, _snapshot);
        OpenReaders(plan, cancellation);
        ProbeResult result = _probe.Send(plan.Client.Name, plan.Packet, cancellation);
        return TraceVerification.Apply(trace, _snapshot, Observe(trace, result, cancellation) with { Unsure = unsure });
    }

    private void OpenReaders(VerificationPlan plan, CancellationToken cancellation)
    {
        foreach ((NetworkNamespace space, TraceFlow[] flows) in plan.Spaces)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_spaces.TryGetValue(space.Name, out NetworkNamespaceHandle? handle))
            {
                _spaces[space.Name] = handle = LiveNamespace.Open(space);
            }

            _readers.Add(space.Name, KernelTraceReader.Open(handle, new KernelTraceOptions { Flows = flows, Lifetime = Lifetime, Checkpoints = true }));
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
            if (ConntrackQuery.Entries(_spaces[place], place, events[place]) is IReadOnlyList<ConntrackTuple> entries)
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
            LostEvents = _readers.Values.Sum(reader => reader.LostEvents),
        };
    }
}
