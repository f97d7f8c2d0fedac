using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Tracing;

/// <summary>
/// A packet that still carries a Service's virtual IP when it leaves the rules goes nowhere good: no machine has that address. Finds such packets;
/// <see cref="TranslationFailure"/> is the link of kube-proxy's chains that failed to translate them.
/// </summary>
internal static class TranslationCheck
{
    /// <summary>Why the virtual IP was not translated, in a sentence; null when the packet is not for one, was translated, or was stopped by a rule.</summary>
    public static string? Problem(WalkState end, Disposition disposition)
    {
        bool passedOn = disposition is Disposition.LeavesSnapshot or Disposition.ForwardingDisabled or Disposition.NoRoute or Disposition.Blackholed
            or Disposition.Unreachable or Disposition.Prohibited or Disposition.NeighbourUnresolved;
        NodeNetwork network = end.Space.Node;
        if (!passedOn || end.IsReply || !PassedTheRules(network, end) || !IsVirtual(network, end))
        {
            return null;
        }

        return $"the virtual IP {end.Packet.Destination} was not translated: {TranslationFailure.Of(network, end.Hops, end.Packet).Text}";
    }

    // Arrived on the node, or sent by it: a packet that finds no route in the first place never comes to the rules of OUTPUT.
    private static bool PassedTheRules(NodeNetwork network, WalkState end)
    {
        string host = network.Host.Name;
        return end.Hops.Exists(hop => hop is SocketHop { Sends: true } && hop.Place == host)
            || end.Hops.Exists(hop => hop is LinkHop link && link.PeerPlace == host)
            || (end.Hops.Count > 0 && end.Hops[0] is LinkHop && end.Hops[0].Place == host);
    }

    private static bool IsVirtual(NodeNetwork network, WalkState end) =>
        network.Host.Netfilter is not null
        && (network.Host.Space.Services.Knows(end.Packet.DestinationAddress)
            || (network.Host.Space.Services.Count > 0 && network.Snapshot.GetKubernetesObjects().IsVirtual(end.Packet.DestinationAddress)));
}
