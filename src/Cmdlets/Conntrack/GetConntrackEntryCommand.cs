using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Linux.Conntrack;

namespace NetPath.Cmdlets.Conntrack;

/// <summary>
/// <para type="synopsis">Gives the connections that connection tracking knows, with how each is translated.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ConntrackEntry")]
[OutputType(typeof(ConntrackEntry))]
public sealed class GetConntrackEntryCommand : PathCmdlet
{
    private NodeSnapshot? _names;

    /// <summary>
    /// <para type="description">Services by name: only entries whose client asked for one of their addresses or node ports.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] Service { get; set; } = [];

    /// <summary>
    /// <para type="description">Pods by name or address: only entries that one of them takes part in, as client, as endpoint or translated.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SenderCompleter))]
    public string[] Pod { get; set; } = [];

    /// <summary>
    /// <para type="description">Addresses or networks of the client: the source as it was sent.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Source { get; set; } = [];

    /// <summary>
    /// <para type="description">Addresses or networks of what was asked for, such as a virtual IP: the destination as it was sent.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Destination { get; set; } = [];

    /// <summary>
    /// <para type="description">The client's ports.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int[] SourcePort { get; set; } = [];

    /// <summary>
    /// <para type="description">The ports that were asked for.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int[] DestinationPort { get; set; } = [];

    /// <summary>
    /// <para type="description">Addresses or networks of who answers: the source of the reply, behind a Service its endpoint.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ReplySource { get; set; } = [];

    /// <summary>
    /// <para type="description">Addresses or networks that the answer goes to: the destination of the reply, behind a masquerade the node.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ReplyDestination { get; set; } = [];

    /// <summary>
    /// <para type="description">Transport protocols by name or number.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Protocol[] Protocol { get; set; } = [];

    /// <summary>
    /// <para type="description">States by the kernel's names, such as TIME_WAIT. UDP and ICMP have none.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConntrackStateCompleter))]
    public string[] State { get; set; } = [];

    /// <summary>
    /// <para type="description">Which end is translated. Dnat takes those with both, too.</para>
    /// </summary>
    [Parameter]
    public ConntrackNat[] Nat { get; set; } = [];

    /// <summary>
    /// <para type="description">The network namespaces to ask. On this machine: a name under /run/netns, a path, the number of a process, or a pod's name.
    /// In a snapshot: names, also with wildcards. The node's own without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("netns")]
    [ArgumentCompleter(typeof(SenderCompleter))]
    public string[] NetworkNamespace { get; set; } = [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sections { get; } = ["netfilter", "links", "pods"];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ConntrackQuestion.Narrow(new ConntrackFilter(), Input) is null)
        {
            WriteError(Errors.InputNotUnderstood(Input, "Services of Get-KubeServiceChain, traces of Trace-ServicePacket, and snapshots"));
            return;
        }

        if (!AsksSnapshots())
        {
            WriteOfMachine();
            return;
        }

        foreach (NodeSnapshot snapshot in SourceSnapshots())
        {
            WriteOf(snapshot);
        }
    }

    // A Service or trace that was read from this machine a moment ago brought a snapshot without entries: its kernel has them.
    private bool AsksSnapshots() => Snapshot is { Length: > 0 } || Input switch
    {
        null => false,
        NodeSnapshot => true,
        ConntrackEntry { IsLive: true } => false,
        ISnapshotMember { Origin: NodeSnapshot origin } => origin.Namespaces.Any(space => space.TryPart(ConntrackEntryReader.PartName, out _)) || !IsOfThisMachine(origin),
        _ => true,
    };

    private bool IsOfThisMachine(NodeSnapshot snapshot)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using ConntrackDump? dump = ConntrackDump.TryOpen(snapshot.Host);
        _names = dump is null ? _names : snapshot;
        return dump is not null;
    }

    private void WriteOf(NodeSnapshot snapshot)
    {
        if (Filter(() => snapshot) is not ConntrackFilter filter)
        {
            return;
        }

        NetworkNamespace[] spaces = [.. new ConntrackQuestion(this).Namespaces(NetworkNamespace, snapshot)];
        if (spaces.Length > 1)
        {
            AnswerPlace.NoteNamespaces(snapshot);
        }

        foreach (NetworkNamespace space in spaces)
        {
            try
            {
                WriteOf(space, filter);
            }
            catch (SectionNotCollectedException error)
            {
                WriteError(ConntrackErrors.EntriesNotCollected(space, error));
            }
        }
    }

    private void WriteOf(NetworkNamespace space, ConntrackFilter filter)
    {
        ConntrackEntryReader reader = new(space);
        Write(reader.Entries(), filter, space.Name);
        if (reader.FirstUnread is Evidence first)
        {
            WriteWarning($"{reader.Unread} lines of {first.File} are no entries of connection tracking, and were left out. The first is line {first.Line}: {first.Text}");
        }
    }

    private void WriteOfMachine()
    {
        if (!OperatingSystem.IsLinux())
        {
            ThrowTerminatingError(ConntrackErrors.NotLinux("Get-ConntrackEntry without -Snapshot"));
        }

        if (Filter(Machine) is not ConntrackFilter filter)
        {
            return;
        }

        LiveConntrack live = new(FilePaths.OfAny(this), Machine);
        foreach (string? place in NetworkNamespace.Length == 0 ? [null] : (string?[])NetworkNamespace)
        {
            try
            {
                using ConntrackDump dump = live.Open(place);
                Write(LiveConntrack.Entries(dump, place ?? Environment.MachineName, this, Cancellation), filter, place ?? Environment.MachineName);
            }
            catch (NetPathException error) when (error.Record is ErrorRecord record)
            {
                WriteError(record);
            }
        }
    }

    private NodeSnapshot Machine() => _names ??= GetSnapshots()[0];

    private void Write(IEnumerable<ConntrackEntry> entries, ConntrackFilter filter, string place)
    {
        (int all, int taken) = (0, 0);
        foreach (ConntrackEntry entry in entries)
        {
            Cancellation.ThrowIfCancellationRequested();
            all++;
            if (filter.Takes(entry))
            {
                taken++;
                WriteObject(entry);
            }
        }

        WriteVerbose($"{taken} of {all} entries of {place} were asked for.");
    }

    private ConntrackFilter? Filter(Func<NodeSnapshot> names)
    {
        ServiceTarget[]? services = Service.Length == 0 ? [] : new ConntrackQuestion(this).Services(Service, names);
        return services is null ? null : ConntrackQuestion.Narrow(
            new ConntrackFilter
            {
                Sources = ConntrackQuestion.Networks(Source),
                Destinations = ConntrackQuestion.Networks(Destination),
                ReplySources = ConntrackQuestion.Networks(ReplySource),
                ReplyDestinations = ConntrackQuestion.Networks(ReplyDestination),
                SourcePorts = SourcePort,
                DestinationPorts = DestinationPort,
                Protocols = Protocol,
                States = [.. State.Select(state => (Func<string, bool>)WildcardPattern.Get(state, WildcardOptions.IgnoreCase).IsMatch)],
                Nats = Nat,
                Services = services,
                Anywhere = ConntrackQuestion.Addresses(Pod, names),
            },
            Input);
    }
}
