using System.Collections;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes Kubernetes namespaces.</summary>
public sealed class ServiceNamespaceCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Host.Services.Names
            .GroupBy(name => name.Namespace)
            .Select(group => new Candidate(group.Key, $"{group.Key}: {group.Count()} Service ports"));
    }
}
