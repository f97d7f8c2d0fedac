using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5006: the rules of the receiving node drop the tunnel's outer packets.</summary>
internal static class TunnelRefused
{
    private const int IpInIp = 4;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5006",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The rules of a node drop the tunnel packets (VXLAN or IPIP) of another node",
        EvidenceNeeded = "The rule that drops the outer packet, with the set that it asked where Calico's list of nodes decides",
        Symptom = "The client times out",
        Remedy = "Let the node take the tunnel's packets from all nodes: UDP port 4789 (VXLAN; 8472 for Flannel) or IP protocol 4 (IPIP). Where Calico's own rule drops them, its list of "
            + "nodes lacks the sender: look whether the sender's Node has the right address in its annotation, and restart calico-node on the receiver.",
        Commands =
        [
            "iptables-save -c | grep -E 'vxlan|VXLAN|4789|8472|ipip'",
            "ipset list <set>",
            "kubectl get node --output jsonpath='{.metadata.annotations}' <sender>",
        ],
        Explains = [Disposition.Dropped, Disposition.Rejected],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.End is not RuleHop { Effect: nameof(RuleEffect.Drop) or nameof(RuleEffect.Reject) } hop || context.SpaceOf(hop) is not { Space.IsHost: true } host || Carried(context, hop, host) is not string tunnel)
        {
            yield break;
        }

        string sender = Overlay.Holder(context.Snapshots, hop.Before.SourceAddress, host.Space.Snapshot)?.Node ?? hop.Before.Source;
        string rule = hop.RuleNumber > 0 ? $"{hop.Chain} rule {hop.RuleNumber}" : $"the policy of {hop.Chain}";
        string? set = hop.Step?.Rule.Comment.Contains("non-allowed hosts", StringComparison.Ordinal) == true ? ListOfNodes(hop) : null;
        string why = set is null ? "" : $", since {hop.Before.Source} is not in the set {set} of the nodes that may send them";
        yield return new Observation($"{host.Name} drops the {tunnel} packets of {sender}: {rule} of the table {hop.Table.ToLowerInvariant()}{why}", [.. hop.Evidence, .. SetEvidence(host, set)])
        {
            Hop = hop,
            Node = host.Space.Snapshot,
            Subject = tunnel,
            Names = [("set", set ?? ""), ("sender", sender)],
        };
    }

    // The packet that was dropped is an outer one.
    private static string? Carried(PathContext context, RuleHop hop, NamespaceView host)
    {
        Packet packet = hop.Before;
        if ((int)packet.Transport == IpInIp)
        {
            return "IPIP";
        }

        return packet.Transport == Protocol.Udp && context.Snapshots.Any(snapshot => Tunnels.Of(snapshot).Devices.Any(device => device.Vxlan?.Port == packet.DestinationPort)) && host.IsLocal(packet.DestinationAddress)
            ? "VXLAN"
            : null;
    }

    // Felix drops what the rule before has not accepted, which names the set.
    private static string? ListOfNodes(RuleHop hop) => hop.Step!.Rule.Chain.Rules
        .TakeWhile(rule => rule.Number < hop.RuleNumber)
        .Select(rule => rule.Text.Split(' '))
        .Select(words => Array.IndexOf(words, "--match-set") is int at and >= 0 && at + 1 < words.Length ? words[at + 1] : null)
        .LastOrDefault(name => name is not null);

    private static Evidence[] SetEvidence(NamespaceView host, string? set) =>
        set is not null && host.Ipsets().Sets?.Find(set) is { } found ? [found.Evidence] : [];
}
