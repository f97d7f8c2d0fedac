using System.Collections;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes virtual IPs: cluster IPs, external IPs and addresses of load balancers.</summary>
public sealed class ServiceAddressCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Of(snapshot);
    }

    /// <summary>The addresses in the rules that lead to Services; no chain of a Service is read.</summary>
    internal static IEnumerable<Candidate> Of(NodeSnapshot snapshot) =>
        from rules in snapshot.Host.Services.Rules
        from entry in rules.Entries
        where entry.Address is not null
        select new Candidate($"{entry.Address}", rules.Text);
}
