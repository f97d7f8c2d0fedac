using System.Collections.Concurrent;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>What is the matter with the rules of each Service port of a node. Found when it is first asked for, and kept with the snapshot.</summary>
internal sealed class ServiceFindings
{
    private readonly NodeSnapshot _snapshot;
    private readonly ServiceTable? _services;
    private readonly ConcurrentDictionary<ServiceRules, Finding[]> _found = new();

    private ServiceFindings(NodeSnapshot snapshot)
    {
        _snapshot = snapshot;
        _services = snapshot.Host.Collected(host => host.Services);
    }

    /// <summary>The findings of a snapshot.</summary>
    public static ServiceFindings Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new ServiceFindings(host.Snapshot));

    /// <summary>The rules of the Service port that takes packets to an address and port; null when there is none.</summary>
    public ServiceRules? RulesFor(Packet packet) => packet.DestinationPort is not int port || _services is null ? null
        : _services.FindRules(packet.DestinationAddress, port, packet.Transport)
            ?? (NodeNetwork.Of(_snapshot).Host.IsLocal(packet.DestinationAddress) ? _services.FindNodePort(port, packet.Transport) : null);

    /// <summary>What is the matter with a Service port.</summary>
    public IReadOnlyList<Finding> Of(ServiceRules rules) => _found.GetOrAdd(rules, Find);

    /// <summary>What is the matter with all Service ports.</summary>
    public IEnumerable<Finding> All() => _services?.Rules.SelectMany(Of) ?? [];

    private Finding[] Find(ServiceRules rules)
    {
        ServiceContext context = new(_snapshot, rules);
        return [.. FindingCatalogue.OfServices.SelectMany(definition => FindingMaker.Ask(definition, definition.OnService!, context, _snapshot, rules.Text))];
    }
}
