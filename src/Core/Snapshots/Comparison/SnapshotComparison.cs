using NetPath.Core.Netfilter;
using NetPath.Core.Services;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Compares two snapshots: two instants of one node, or two nodes that should agree.</summary>
public sealed class SnapshotComparison
{
    private static readonly DifferenceKind[] OfServices = [DifferenceKind.Service, DifferenceKind.Endpoint, DifferenceKind.Outcome];

    // What connections depend on.
    private static readonly DifferenceKind[] JudgedBy =
    [
        DifferenceKind.Link, DifferenceKind.Address, DifferenceKind.Route, DifferenceKind.PolicyRule, DifferenceKind.Neighbour, DifferenceKind.Sysctl,
        DifferenceKind.Socket, DifferenceKind.Chain, DifferenceKind.Rule, DifferenceKind.Set,
    ];

    private static readonly string[] ServiceChains =
        ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-XLB-", "KUBE-FW-", "KUBE-SEP-"];

    private readonly NodeSnapshot _reference;
    private readonly NodeSnapshot _difference;
    private readonly IReadOnlySet<DifferenceKind> _kinds;
    private readonly string? _from;
    private readonly MissingParts _missing = new();

    /// <summary>Makes a comparison; nothing is read yet.</summary>
    /// <param name="reference">The snapshot to compare with.</param>
    /// <param name="difference">The snapshot that may differ.</param>
    /// <param name="kinds">What to compare.</param>
    /// <param name="from">The client whose connections are compared, as a trace takes it; null for the node.</param>
    public SnapshotComparison(NodeSnapshot reference, NodeSnapshot difference, IReadOnlySet<DifferenceKind> kinds, string? from = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(kinds);
        (_reference, _difference, _kinds, _from) = (reference, difference, kinds, from);
    }

    /// <summary>True when the snapshots are of two nodes, so that what belongs to one node alone is left out.</summary>
    public bool TwoNodes => _reference.NodeName != _difference.NodeName;

    /// <summary>What is left out between two nodes, in words; null for one node.</summary>
    public string? LeftOut => TwoNodes
        ? $"{_reference.NodeName} and {_difference.NodeName} are two nodes. Left out is what each has of its own: its addresses and hardware addresses, interface indexes, neighbours, forwarding entries, routes without a gateway, its pods with their interfaces, settings, rules and sets, and endpoints of the traffic policy Local."
        : null;

    /// <summary>The differences, kind by kind; those that could not be told come last.</summary>
    public IEnumerable<SnapshotDifference> Run(CancellationToken cancellation)
    {
        ComparedPair host = new(_reference.Host, _difference.Host, TwoNodes);
        List<ComparedPair> pairs = [host, .. TwoNodes ? [] : NamespacePairs.Of(_reference, _difference).Where(pair => pair is { Before: not null, After: not null }).Select(pair => new ComparedPair(pair.Before!, pair.After!, false))];
        bool elsewhere = false;
        foreach (SnapshotDifference difference in OfNode().Concat(OfItems(pairs)).Concat(OfRules(pairs)))
        {
            cancellation.ThrowIfCancellationRequested();
            elsewhere |= IsElsewhere(difference);
            yield return Complete(difference);
        }

        if (_kinds.Overlaps(OfServices))
        {
            foreach (SnapshotDifference difference in Services(host, elsewhere, cancellation))
            {
                yield return Complete(difference);
            }
        }

        foreach (SnapshotDifference difference in _missing.Rows(Complete))
        {
            yield return difference;
        }
    }

    private IEnumerable<SnapshotDifference> OfNode()
    {
        if (_kinds.Contains(DifferenceKind.Node))
        {
            ComparedItem before = NamespacePairs.Node(_reference);
            ComparedItem after = NamespacePairs.Node(_difference);
            if (!before.IsLike(after))
            {
                yield return Row(DifferenceKind.Node, _difference.NodeName, before, after);
            }
        }

        if (!_kinds.Contains(DifferenceKind.Namespace) || TwoNodes)
        {
            yield break;
        }

        if (NamespacePairs.WhyUntold(_reference) is not null || NamespacePairs.WhyUntold(_difference) is not null)
        {
            _missing.Add(DifferenceKind.Namespace, "pods", NamespacePairs.WhyUntold(_reference), NamespacePairs.WhyUntold(_difference), _difference.NodeName);
            yield break;
        }

        foreach ((NetworkNamespace? before, NetworkNamespace? after) in NamespacePairs.Of(_reference, _difference))
        {
            ComparedItem? one = before is null ? null : NamespacePairs.Item(before);
            ComparedItem? other = after is null ? null : NamespacePairs.Item(after);
            if (one is null || other is null || !one.IsLike(other))
            {
                yield return Row(DifferenceKind.Namespace, _difference.NodeName, one, other);
            }
        }
    }

    private IEnumerable<SnapshotDifference> OfItems(List<ComparedPair> pairs) =>
        from source in ItemSource.All
        where _kinds.Contains(source.Kind)
        from pair in pairs
        from difference in Compare(source, pair)
        select difference;

    private IEnumerable<SnapshotDifference> Compare(ItemSource source, ComparedPair pair)
    {
        (List<ComparedItem>? before, string? whyNotBefore) = MissingParts.Read(() => source.Items(pair.Before, pair).ToList());
        (List<ComparedItem>? after, string? whyNotAfter) = MissingParts.Read(() => source.Items(pair.After, pair).ToList());
        if (before is null || after is null)
        {
            _missing.Add(source.Kind, source.What, whyNotBefore, whyNotAfter, pair.Place);
            return [];
        }

        return ItemComparison.Differing(before, after).Select(items => Row(source.Kind, pair.Place, items.Before, items.After));
    }

    private IEnumerable<SnapshotDifference> OfRules(List<ComparedPair> pairs) => _kinds.Contains(DifferenceKind.Rule) || _kinds.Contains(DifferenceKind.Chain)
        ? pairs.SelectMany(pair => new RuleComparison(pair, _missing).Run()).Where(difference => _kinds.Contains(Enum.Parse<DifferenceKind>(difference.Kind)))
        : [];

    private IEnumerable<SnapshotDifference> Services(ComparedPair host, bool elsewhere, CancellationToken cancellation)
    {
        (IReadOnlyList<(ServiceRules? Before, ServiceRules? After)>? services, string? why) = MissingParts.Read(() => ServiceDifferences.Of(host));
        if (services is null)
        {
            string? before = MissingParts.Read(() => _reference.Host.Services).Why;
            _missing.Add(DifferenceKind.Service, "Services", before, MissingParts.Read(() => _difference.Host.Services).Why ?? (before is null ? why : null), host.Place);
            yield break;
        }

        foreach (SnapshotDifference difference in OfChanged(services, host))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return difference;
        }

        // Where nothing differs, connections end as before; where only some Services' own rules do, those of the others do.
        bool judged = JudgedBy.All(_kinds.Contains);
        if (_kinds.Contains(DifferenceKind.Outcome) && (!judged || elsewhere || services.Count > 0))
        {
            foreach (SnapshotDifference difference in new OutcomeComparison(_reference, _difference, _from, TwoNodes, _missing, cancellation).Run(judged && !elsewhere ? Only(services) : new ServiceQuery()))
            {
                yield return difference;
            }
        }
    }

    private static ServiceQuery Only(IReadOnlyList<(ServiceRules? Before, ServiceRules? After)> services)
    {
        HashSet<string> names = [.. services.Select(service => (service.After ?? service.Before)!.Name?.ToString() ?? "")];
        return names.Contains("") ? new ServiceQuery() : new ServiceQuery { Names = [names.Contains] };
    }

    // What is in a Service's own chains, and who leads to them, matters to nobody else; nor do pods as such: their addresses and routes are things of their own.
    private static bool IsElsewhere(SnapshotDifference difference) =>
        difference.Kind is not (nameof(DifferenceKind.Chain) or nameof(DifferenceKind.Rule))
        || !ServiceChains.Any(chain => difference.Name.Contains($" {chain}", StringComparison.Ordinal) || difference.Name.StartsWith(chain, StringComparison.Ordinal));

    private IEnumerable<SnapshotDifference> OfChanged(IReadOnlyList<(ServiceRules? Before, ServiceRules? After)> services, ComparedPair host)
    {
        KubeServiceChain[] before = [.. services.Select(service => service.Before).OfType<ServiceRules>().Select(rules => DesiredState.Compare(ServiceChainReader.Read(rules), _reference))];
        KubeServiceChain[] after = [.. services.Select(service => service.After).OfType<ServiceRules>().Select(rules => DesiredState.Compare(ServiceChainReader.Read(rules), _difference))];
        return OfKind(DifferenceKind.Service, service => [ServiceItems.Service(service, TwoNodes)]).Concat(OfKind(DifferenceKind.Endpoint, service => ServiceItems.Endpoints(service, TwoNodes)));

        IEnumerable<SnapshotDifference> OfKind(DifferenceKind kind, Func<KubeServiceChain, IEnumerable<ComparedItem>> items) => _kinds.Contains(kind)
            ? ItemComparison.Differing(before.SelectMany(items), after.SelectMany(items)).Select(pair => Row(kind, host.Place, pair.Before, pair.After))
            : [];
    }

    private static SnapshotDifference Row(DifferenceKind kind, string place, ComparedItem? before, ComparedItem? after) => new()
    {
        Kind = kind.ToString(),
        Place = place,
        Name = (after ?? before)!.Name,
        Change = (before is null ? DifferenceChange.Added : after is null ? DifferenceChange.Removed : DifferenceChange.Changed).ToString(),
        Before = before is null ? null : after is null ? before.Text : Trait.Differing(before.Traits, after.Traits),
        After = after is null ? null : before is null ? after.Text : Trait.Differing(after.Traits, before.Traits),
        ProveBefore = () => before?.Evidence() is Evidence evidence ? [evidence] : [],
        ProveAfter = () => after?.Evidence() is Evidence evidence ? [evidence] : [],
    };

    private SnapshotDifference Complete(SnapshotDifference difference) => difference with { Reference = _reference.ToString(), Difference = _difference.ToString(), Origin = _difference };
}
