using System.Collections;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes addresses of pods, as the pods hold them and as Services name them.</summary>
public sealed class PodAddressCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        IEnumerable<Candidate> held = snapshot.Pods.SelectMany(HeldBy);
        IEnumerable<Candidate> served = snapshot.Host.TryPart("netfilter/iptables-nft-save.txt", out _) || snapshot.Host.TryPart("netfilter/iptables-legacy-save.txt", out _)
            ? snapshot.Host.Services.Services.SelectMany(service => service.PodIP.Select(address => new Candidate(address, $"endpoint of {service.Name}")))
            : [];
        return held.Concat(served);
    }

    private static IEnumerable<Candidate> HeldBy(NetworkNamespace pod) => pod.TryPart("links/address.json", out _)
        ? pod.Addresses.Addresses.Where(address => address.Scope == "global").Select(address => new Candidate($"{address.Address}", pod.Name))
        : [];
}
