using System.Collections.Frozen;
using NetPath.Core.Diagnosis.Collection;
using NetPath.Core.Diagnosis.Filtering;
using NetPath.Core.Diagnosis.NameResolution;
using NetPath.Core.Diagnosis.NodeConntrack;
using NetPath.Core.Diagnosis.NodeLinks;
using NetPath.Core.Diagnosis.NodeRouting;
using NetPath.Core.Diagnosis.Overlays;
using NetPath.Core.Diagnosis.PodSockets;
using NetPath.Core.Diagnosis.ServicePaths;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>All codes. A family adds its list here.</summary>
public static class FindingCatalogue
{
    private static readonly FindingDefinition[][] Families =
    [
        NameResolutionFamily.Definitions,
        ServicePathFamily.Definitions,
        FilteringFamily.Definitions,
        CollectionFamily.Definitions,
        NodeRoutingFamily.Definitions,
        NodeLinksFamily.Definitions,
        OverlayFamily.Definitions,
        NodeConntrackFamily.Definitions,
        PodSocketsFamily.Definitions,
    ];

    /// <summary>All definitions in the order of their codes.</summary>
    public static IReadOnlyList<FindingDefinition> All { get; } = [.. Families.SelectMany(family => family).OrderBy(definition => definition.Code, StringComparer.Ordinal)];

    /// <summary>The checks of a Service's rules.</summary>
    internal static FindingDefinition[] OfServices { get; } = [.. All.Where(definition => definition.OnService is not null)];

    /// <summary>The checks of a node.</summary>
    internal static FindingDefinition[] OfNodes { get; } = [.. All.Where(definition => definition.OnNode is not null)];

    /// <summary>The checks of a cluster.</summary>
    internal static FindingDefinition[] OfClusters { get; } = [.. All.Where(definition => definition.OnCluster is not null)];

    // Below All, from which they are made.
    private static readonly FrozenDictionary<string, FindingDefinition> ByCode = All.ToFrozenDictionary(definition => definition.Code);

    private static readonly FrozenDictionary<Disposition, FindingDefinition[]> ByEnding = Enum.GetValues<Disposition>().ToFrozenDictionary(
        ending => ending,
        ending => All.Where(definition => definition.OnPath is not null && (definition.OnEveryPath || definition.Explains.Contains(ending))).ToArray());

    /// <summary>The definition of a code; null when there is no such code.</summary>
    public static FindingDefinition? Find(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return ByCode.GetValueOrDefault(code.ToUpperInvariant());
    }

    /// <summary>The path checks to ask when a way ends so.</summary>
    internal static FindingDefinition[] OfPaths(Disposition ending) => ByEnding[ending];
}
