using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes names of Services: first the bare names, then those with namespace and port.</summary>
public sealed class ServiceNameCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(NodeSnapshot snapshot) =>
        snapshot.Host.Services.Names.SelectMany(name => new[] { name.Service, name.ToString() });
}
