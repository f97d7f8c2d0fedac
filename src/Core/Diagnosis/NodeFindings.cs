using System.Collections.Concurrent;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What is the matter with one node, whatever packets it sees. Found once for each snapshot, and kept with it.</summary>
internal sealed class NodeFindings
{
    private readonly NodeContext _context;
    private readonly ConcurrentDictionary<string, IReadOnlyList<Finding>> _byCode = new(StringComparer.Ordinal);

    private NodeFindings(NodeSnapshot snapshot) => _context = new NodeContext(snapshot);

    /// <summary>All of them, by code.</summary>
    public IEnumerable<Finding> All => FindingCatalogue.OfNodes.SelectMany(definition => Of(definition.Code));

    /// <summary>The findings of a snapshot.</summary>
    public static NodeFindings Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new NodeFindings(host.Snapshot));

    /// <summary>Those of one code; its check alone is asked.</summary>
    public IReadOnlyList<Finding> Of(string code) => _byCode.GetOrAdd(code, Find);

    private IReadOnlyList<Finding> Find(string code) => FindingCatalogue.Find(code) is { OnNode: { } check } definition
        ? FindingMaker.Ask(definition, check, _context, _context.Snapshot, _context.Snapshot.NodeName)
        : [];
}
