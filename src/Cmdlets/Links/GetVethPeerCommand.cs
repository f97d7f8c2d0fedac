using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Links;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Cmdlets.Links;

/// <summary>
/// <para type="synopsis">Finds the other end of a veth pair, and proves it by interface index, iflink and namespace id together.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "VethPeer", DefaultParameterSetName = "Interface")]
[OutputType(typeof(VethPeer))]
public sealed class GetVethPeerCommand : PathCmdlet
{
    /// <summary>
    /// <para type="description">Interfaces by name. All veth interfaces without it.</para>
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = "Interface", ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [Alias("Device")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string[]? Interface { get; set; }

    /// <summary>
    /// <para type="description">Interfaces by index, as <c>ip link</c> prints it before the name.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "InterfaceIndex")]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(InterfaceIndexCompleter))]
    public int[] InterfaceIndex { get; set; } = [];

    /// <summary>
    /// <para type="description">The namespace whose interfaces are asked: the node's or a pod's name. The node without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string Namespace { get; set; } = "host";

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Input is not (null or string or NodeSnapshot or ISnapshotMember) && Interface is null)
        {
            WriteError(Errors.InputNotUnderstood(Input, "names of interfaces, and objects with a property Interface"));
            return;
        }

        // An answer of another cmdlet without an interface (a route that leads nowhere) has no peer to look for.
        if (Input is Core.Routing.PodRoute { Interface: null } route)
        {
            WriteError(Errors.NoInterface(route));
            return;
        }

        foreach (NodeSnapshot snapshot in SourceSnapshots())
        {
            NetworkNamespace space = Space(snapshot);
            Parsed(snapshot, ServiceTracer.For);
            if (ParameterSetName == "InterfaceIndex")
            {
                ByIndex(space);
            }
            else
            {
                ByName(space, Input is string name ? [name] : Interface ?? []);
            }
        }
    }

    private NetworkNamespace Space(NodeSnapshot snapshot)
    {
        if (Namespace.Equals("node", StringComparison.OrdinalIgnoreCase))
        {
            return snapshot.Host;
        }

        return snapshot.FindNamespace(Namespace) ?? throw Errors.ToException(Errors.NamespaceNotFound(Namespace, snapshot));
    }

    private void ByIndex(NetworkNamespace space)
    {
        foreach (int index in InterfaceIndex)
        {
            Write(space, link => link.Index == index, $"with index {index}", certain: true);
        }
    }

    private void ByName(NetworkNamespace space, string[] names)
    {
        if (names.Length == 0)
        {
            Write(space, link => link.Kind == "veth", "", certain: false);
        }

        foreach (string name in names)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            bool certain = !WildcardPattern.ContainsWildcardCharacters(name);
            Write(space, link => pattern.IsMatch(link.Name) || link.AlternativeNames.Contains(name), $"'{name}'", certain);
        }
    }

    private void Write(NetworkNamespace space, Func<Link, bool> matches, string asked, bool certain)
    {
        int found = 0;
        foreach (VethPeer peer in VethPeerSearch.Find(space, matches))
        {
            Cancellation.ThrowIfCancellationRequested();
            found++;
            WriteObject(peer with { Service = (Input as Core.Routing.PodRoute)?.Service });
        }

        WriteVerbose($"{found} of {space.Links.Links.Count} interfaces of {space.Name} {(asked.Length > 0 ? $"fit {asked}" : "are veth")}.");
        if (found == 0 && certain)
        {
            WriteError(Errors.InterfaceNotFound(asked, space.Name, [.. space.Links.Links.Select(link => link.Name)]));
        }
    }
}
