using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes Kubernetes namespaces.</summary>
public sealed class ServiceNamespaceCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(NodeSnapshot snapshot) => snapshot.Host.Services.Names.Select(name => name.Namespace);
}
