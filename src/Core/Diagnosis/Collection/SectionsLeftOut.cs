using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.Collection;

/// <summary>NP9001 for sections that nobody asked the collector for. That is no fault of a path, but a test of the whole node has to say what it could not look at.</summary>
internal static class SectionsLeftOut
{
    private static readonly (string Section, string Undecided)[] Sections =
    [
        ("netfilter", "rules: whether packets are translated, dropped or rejected"),
        ("routing", "routes, policy rules and neighbours"),
        ("links", "interfaces, and what is behind them"),
        ("pods", "pods: their interfaces, routes and sockets"),
        ("sysctl", "forwarding, the reverse-path filter and other settings of the kernel"),
        ("sockets", "whether anybody listens"),
        ("conntrack", "how full the connection tracking table is"),
        ("dns", "how names are resolved"),
    ];

    /// <summary>A finding for each.</summary>
    public static IReadOnlyList<Finding> Of(NodeSnapshot snapshot) => FindingMaker.Ask(NotCollected.Definition, Check, snapshot, snapshot, snapshot.NodeName);

    private static IEnumerable<Observation> Check(NodeSnapshot snapshot) => Sections
        .Where(one => !snapshot.Sections.Contains(one.Section))
        .Select(one => new Observation(
            $"the section {one.Section} was not collected, since nobody asked for it. Not decided: {one.Undecided}",
            new Evidence(SnapshotManifest.Path, 0, $"sections: {string.Join(", ", snapshot.Sections)}"))
        {
            Subject = one.Section,
        });
}
