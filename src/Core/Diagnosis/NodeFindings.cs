using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What is the matter with one node, whatever packets it sees. Found once for each snapshot, and kept with it.</summary>
internal sealed class NodeFindings
{
    private readonly ILookup<string, Finding> _byCode;

    private NodeFindings(NodeSnapshot snapshot)
    {
        NodeContext context = new(snapshot);
        All = [.. FindingCatalogue.OfNodes.SelectMany(definition => FindingMaker.Ask(definition, definition.OnNode!, context, snapshot, snapshot.NodeName))];
        _byCode = All.ToLookup(finding => finding.Code);
    }

    /// <summary>All of them, by code.</summary>
    public IReadOnlyList<Finding> All { get; }

    /// <summary>The findings of a snapshot.</summary>
    public static NodeFindings Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new NodeFindings(host.Snapshot));

    /// <summary>Those of one code.</summary>
    public IEnumerable<Finding> Of(string code) => _byCode[code];
}
