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

    internal static IEnumerable<Candidate> Of(NodeSnapshot snapshot) => snapshot.Host.Services.Services.SelectMany(service => service.ExternalIPs
        .Concat(service.LoadBalancerIPs)
        .Append(service.ClusterIP ?? "")
        .Select(address => new Candidate(address, service.Name)));
}
