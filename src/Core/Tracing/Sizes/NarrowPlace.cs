namespace NetPath.Core.Tracing;

/// <summary>A place on a way that lets packets through only up to a length.</summary>
/// <param name="Hop">The hop.</param>
/// <param name="Device">The interface.</param>
/// <param name="Mtu">Its MTU, or the route's, in bytes.</param>
/// <param name="Overhead">Bytes around the packet there.</param>
/// <param name="Effect">What becomes of a longer one.</param>
/// <param name="Slack">Bytes by which a packet may be longer all the same.</param>
internal sealed record NarrowPlace(Hop Hop, string Device, int Mtu, int Overhead, MtuEffect Effect, int Slack = 0)
{
    // is_skb_forwardable() in include/linux/netdevice.h leaves room for a VLAN tag.
    private const int VlanTag = 4;

    /// <summary>The longest packet that is sure to get through.</summary>
    public int Fits => Mtu - Overhead;

    /// <summary>The places of a way, in their order.</summary>
    public static IEnumerable<NarrowPlace> On(IEnumerable<Hop> hops)
    {
        Stack<EncapsulationHop> around = new();
        bool sent = false;
        foreach (Hop hop in hops)
        {
            int overhead = around.Sum(one => one.Overhead);
            switch (hop)
            {
                case EncapsulationHop { Decapsulates: true } when around.Count > 0:
                    around.Pop();
                    break;
                case EncapsulationHop { Decapsulates: false } wrapping:
                    around.Push(wrapping);
                    break;
                case RouteHop { Mtu: int mtu, Device: not (null or "lo") } route:
                    yield return new NarrowPlace(route, route.Device, mtu, overhead, around.Count > 0 ? Around(around.Peek()) : sent ? MtuEffect.SenderTold : MtuEffect.NotSent);
                    sent = true;
                    break;
                case LinkHop { PeerMtu: int mtu, PeerInterface: string peer }:
                    sent = true;
                    yield return new NarrowPlace(hop, peer, mtu, overhead, MtuEffect.BlackHole, VlanTag);
                    break;
                case BridgeHop { Mtu: int mtu } bridge:
                    yield return new NarrowPlace(bridge, bridge.OutPort, mtu, overhead, MtuEffect.BlackHole, VlanTag);
                    break;
                case LinkHop:
                    sent = true;
                    break;
            }
        }
    }

    // vxlan_xmit_one(): DF is set as the device says. tnl_update_pmtu(): IP tunnels hand the length on to a sender that has set DF.
    private static MtuEffect Around(EncapsulationHop wrapping) => wrapping switch
    {
        { DontFragment: true, Protocol: "vxlan" or "geneve" } => MtuEffect.BlackHole,
        { Protocol: "vxlan" or "geneve" or "wireguard" } => MtuEffect.Fragmented,
        _ => MtuEffect.SenderTold,
    };
}
