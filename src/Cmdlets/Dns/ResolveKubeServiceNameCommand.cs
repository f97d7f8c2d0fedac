using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Cmdlets.Tracing;
using NetPath.Core.Dns;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Naming;

namespace NetPath.Cmdlets.Dns;

/// <summary>
/// <para type="synopsis">Tells which queries a program's resolver sends for a name, which servers they reach, and what the cluster's DNS answers.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "KubeServiceName")]
[OutputType(typeof(ServiceNameResolution))]
public sealed class ResolveKubeServiceNameCommand : PathCmdlet
{
    private readonly List<NodeSnapshot> _piped = [];

    /// <summary>
    /// <para type="description">Names as a program is given them: numbers-api, numbers-api.default, numbers-api.default.svc.cluster.local. A dot at the end keeps
    /// the search list out.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DnsNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// <para type="description">Who looks the name up: a pod's name or address, or node. The node without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SenderCompleter))]
    public string From { get; set; } = "node";

    /// <summary>
    /// <para type="description">The types of records. A and AAAA without it, as programs ask that are about to connect; SRV for a name that begins with an
    /// underscore.</para>
    /// </summary>
    [Parameter]
    public DnsRecordType[] Type { get; set; } = [];

    /// <summary>
    /// <para type="description">Whose resolver the program uses: Glibc (Debian, Red Hat and most images) or Musl (Alpine).</para>
    /// </summary>
    [Parameter]
    public ResolverLibrary Library { get; set; } = ResolverLibrary.Glibc;

    /// <summary>
    /// <para type="description">Really asks, from the client's network namespace on this machine, and shows time, server and answer of each try. Needs root, and a
    /// snapshot of this machine.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Query { get; set; }

    /// <inheritdoc/>
    protected override object? CurrentTarget => Input ?? (Name.Length > 0 ? string.Join(", ", Name) : null);

    /// <inheritdoc/>
    protected override void Process()
    {
        // Snapshots of a pipeline may be of one cluster: which of them has the client, the last one tells.
        if (Input is NodeSnapshot piped && Snapshot is null or [])
        {
            _piped.Add(piped);
            return;
        }

        if (Input is not (null or string or ISnapshotMember))
        {
            WriteError(Errors.InputNotUnderstood(Input, "names, Services of Get-KubeServiceChain, and snapshots"));
            return;
        }

        string[] names = Input switch
        {
            string text => [text],
            KubeServiceChain { Service.Length: > 0 } service when Name.Length == 0 => [$"{service.Service}.{service.Namespace}"],
            _ => Name,
        };
        if (names.Length == 0)
        {
            WriteNothingAsked();
            return;
        }

        ResolveIn(SourceSnapshots(), names);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_piped.Count > 0 && Name.Length == 0)
        {
            WriteNothingAsked();
            return;
        }

        ResolveIn(_piped, Name);
    }

    private void WriteNothingAsked() =>
        WriteError(Errors.NothingAsked("Resolve-KubeServiceName", "-Name", "Resolve-KubeServiceName numbers-api -From client-66d9c8b7f4-8wz5k"));

    private void ResolveIn(IReadOnlyList<NodeSnapshot> snapshots, string[] names)
    {
        foreach (NodeSnapshot[] nodes in TracedNodes.Group(snapshots))
        {
            try
            {
                (NodeSnapshot[] homes, string sender) = Homes(nodes);
                foreach (NodeSnapshot snapshot in homes)
                {
                    Parsed(snapshot, ServiceTracer.For);
                    DamageWarning.WriteForRules(this, snapshot);
                    Resolve(snapshot, names, sender);
                }
            }
            catch (TraceRequestException error)
            {
                WriteError(Errors.TraceImpossible(error, From));
            }
        }
    }

    // Of several nodes only the one that has the client is asked, as in a trace; "node" means each.
    private (NodeSnapshot[] Homes, string Sender) Homes(NodeSnapshot[] nodes)
    {
        if (From.Equals(PlaceNames.Node, StringComparison.OrdinalIgnoreCase))
        {
            return (nodes, From);
        }

        string sender = PlaceNames.Of(nodes).Sender(From, IpFamily.IPv4);
        NetworkNamespace? space = ServiceTracer.For(nodes).Sender(sender);
        return ([space?.Snapshot ?? nodes[0]], sender);
    }

    private void Resolve(NodeSnapshot snapshot, string[] names, string sender)
    {
        NameResolver? resolver = null;
        foreach (string name in names)
        {
            Cancellation.ThrowIfCancellationRequested();
            NameRequest request = new() { Name = name, From = sender, Library = Library, Types = Type };
            try
            {
                resolver ??= NameResolver.For(snapshot, sender);
                ServiceNameResolution resolution = resolver.Resolve(request, Cancellation);
                WriteObject(Query ? new LiveQueries(this).Ask(resolver, resolution, request, Cancellation) : resolution);
            }
            catch (NameRequestException error)
            {
                WriteError(Errors.NameUnusable(error, name));
            }
            catch (TraceRequestException error)
            {
                WriteError(Errors.TraceImpossible(error, From));
                return;
            }
        }
    }
}
