using System.Collections;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes names of Services, bare and with namespace and port; only those of the namespaces that -Namespace names.</summary>
public sealed class ServiceNameCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(boundParameters);
        IEnumerable<ServicePortName> names = snapshot.Host.Services.Names;
        if (boundParameters["Namespace"] is string { Length: > 0 } wanted)
        {
            names = names.Where(name => name.Namespace.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        }

        return names.SelectMany(name => new[] { new Candidate(name.Service, name.ToString()), new Candidate(name.ToString(), name.ToString()) });
    }
}
