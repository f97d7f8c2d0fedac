using System.Collections;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes interface indexes: of the node, or of the namespace that -Namespace names.</summary>
public sealed class InterfaceIndexCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(boundParameters);
        NetworkNamespace space = boundParameters["Namespace"] is string { Length: > 0 } name ? snapshot.FindNamespace(name) ?? snapshot.Host : snapshot.Host;
        return space.Links.Links.Select(link => new Candidate($"{link.Index}", $"{link} {link.Kind} {link.OperState}"));
    }
}
