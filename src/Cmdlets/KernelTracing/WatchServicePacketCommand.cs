using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Cmdlets.Services;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Linux;
using NetPath.Linux.KernelTracing;
using NetPath.Linux.Netlink;

namespace NetPath.Cmdlets.KernelTracing;

/// <summary>
/// <para type="synopsis">Shows the packets of a Service as the kernel of this machine sees them, each with the rules that it met, until it is stopped.</para>
/// </summary>
[Cmdlet(VerbsCommon.Watch, "ServicePacket", SupportsShouldProcess = true)]
[OutputType(typeof(KernelPacket))]
public sealed class WatchServicePacketCommand : NetPathCmdlet
{
    private const int ActivityId = 7114;

    /// <summary>Each flow is a rule that the kernel asks for every packet of the machine.</summary>
    private const int MostFlows = 256;

    /// <summary>
    /// <para type="description">Names of Services: name, name:port, namespace/name or namespace/name:port, or as in the DNS: name.namespace.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Service { get; set; } = [];

    /// <summary>
    /// <para type="description">Only Services with this port.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// <para type="description">Only Services with this protocol.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("Tcp", "Udp", "Sctp")]
    public Protocol Protocol { get; set; }

    /// <summary>
    /// <para type="description">Kubernetes namespaces of the Services. All without it.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("n")]
    [ArgumentCompleter(typeof(ServiceNamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>
    /// <para type="description">Only packets of this client and answers to it: a pod's name or namespace/name, a node's name, an address, or node. All clients without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlaceCompleter))]
    public string? From { get; set; }

    /// <summary>
    /// <para type="description">Stops after this many packets.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>
    /// <para type="description">Stops after this many seconds.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 7 * 24 * 3600)]
    public int Timeout { get; set; }

    /// <summary>
    /// <para type="description">How many packets a second are traced of each of the Service's addresses and endpoints; the others pass untraced.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int PacketsPerSecond { get; set; } = 100;

    /// <inheritdoc/>
    protected override object? CurrentTarget => string.Join(", ", Service);

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            ThrowTerminatingError(KernelTraceErrors.NotPrivileged("Watch-ServicePacket"));
        }

        NodeSnapshot snapshot = new MachineReader(this).Read(new CollectorOptions { Sections = ["netfilter", "links", "pods"] }, Cancellation);
        ServiceFlow[] flows = Flows(snapshot);
        string what = $"{string.Join(", ", flows.Select(flow => flow.Service).Distinct())} ({flows.Length} {(flows.Length == 1 ? "flow" : "flows")}, {PacketsPerSecond} packets a second of each)";
        if (flows.Length > 0 && ShouldProcess(what, "Put trace rules into nf_tables while watching"))
        {
            Watch(snapshot, flows);
        }
    }

    private ServiceFlow[] Flows(NodeSnapshot snapshot)
    {
        ServiceSearch search = new()
        {
            Names = Service,
            Namespaces = Namespace,
            Ports = Port == 0 ? [] : [Port],
            Protocols = Protocol == Protocol.Any ? [] : [Protocol],
        };
        DamageWarning.WriteForRules(this, snapshot);
        KubeServiceChain[] services = [.. search.Run(snapshot)];
        foreach (ServiceSearch missing in search.Unanswered(snapshot, services.Length > 0))
        {
            WriteError(ServiceErrors.NotFound(missing, snapshot));
        }

        IReadOnlyList<IpAddress> clients = From is null ? [] : PlaceLookup.Addresses(snapshot, From);
        ServiceFlow[] flows = [.. services.SelectMany(service => ServiceFlow.Of(service, clients)).DistinctBy(flow => flow.Flow)];
        return flows.Length <= MostFlows ? flows : throw Errors.ToException(KernelTraceErrors.TooManyFlows(flows.Length, MostFlows, services.Length));
    }

    private void Watch(NodeSnapshot snapshot, ServiceFlow[] flows)
    {
        try
        {
            using NetworkNamespaceHandle space = NetworkNamespaceHandle.OpenOwn();
            using KernelTraceReader reader = KernelTraceReader.Open(space, Options(snapshot, flows));
            foreach (string table in reader.RemovedTables)
            {
                WriteVerbose($"Removed the trace rules {table}, which a killed process had left.");
            }

            WriteVerbose($"Watching {flows.Length} flows: {string.Join("; ", flows.Select(flow => flow.Flow))}");
            new PacketWatch(snapshot.Host, flows, reader).Run(First, Timeout == 0 ? null : TimeSpan.FromSeconds(Timeout), Write, Cancellation);
        }
        catch (Exception error) when (error is NetlinkException or KernelTraceException)
        {
            WriteError(KernelTraceErrors.TraceRefused(error, CurrentTarget));
        }
    }

    // Legacy tables without rules have nothing to report beside iptables-nft's.
    private KernelTraceOptions Options(NodeSnapshot snapshot, ServiceFlow[] flows) => new()
    {
        Flows = [.. flows.Select(flow => flow.Flow with { PacketsPerSecond = PacketsPerSecond })],
        Lifetime = PacketWatch.Lifetime,
        Legacy = snapshot.Host.Netfilter.Rulesets.Any(ruleset => ruleset.Backend == RulesetBackend.Legacy && ruleset.HasRules)
            || snapshot.Host.Netfilter.Missing.Any(missing => missing.File.Contains("-legacy-", StringComparison.Ordinal)) ? null : false,
    };

    private void Write(KernelPacket packet)
    {
        if (packet.LostEvents > 0)
        {
            WriteWarning($"The kernel lost trace events {packet.LostEvents} times before packet {packet.Number}, since they came faster than they were read: steps and packets are missing. Lower -PacketsPerSecond, or name one client with -From.");
        }

        WriteObject(packet);
    }
}
