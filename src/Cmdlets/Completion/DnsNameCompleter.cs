using System.Collections;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes names of Services as programs write them: name, and name.namespace.</summary>
public sealed class DnsNameCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Host.Services.Names
            .Select(name => (name.Namespace, name.Service))
            .Distinct()
            .SelectMany<(string Namespace, string Service), Candidate>(name =>
            [
                new Candidate(name.Service, $"{name.Namespace}/{name.Service}, from its own namespace"),
                new Candidate($"{name.Service}.{name.Namespace}", $"{name.Namespace}/{name.Service}"),
            ]);
    }
}
