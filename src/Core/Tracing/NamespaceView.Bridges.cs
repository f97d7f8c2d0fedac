using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <content>Bridges, and what they learned.</content>
internal sealed partial class NamespaceView
{
    private readonly Lazy<ForwardingDatabase?> _forwarding;
    private readonly Lazy<ILookup<string, Link>> _ports;

    /// <summary>Where frames to a station go, by bridge port and tunnel; null when it was not collected.</summary>
    public ForwardingDatabase? Forwarding => _forwarding.Value;

    /// <summary>The interfaces that belong to a bridge, bond or VRF.</summary>
    public IEnumerable<Link> PortsOf(string master) => _ports.Value[master];

    /// <summary>The bridge that an interface is a port of; null when it is none.</summary>
    public Link? BridgeOf(Link port) => port.Master is string master && Links?.Find(master) is { Kind: "bridge" } bridge ? bridge : null;

    /// <summary>
    /// Whether a bridge hands its packets to the iptables rules: by the setting for all bridges, or its own (br_nf_pre_routing() in
    /// net/bridge/br_netfilter_hooks.c). A setting that a collected list lacks belongs to code that is not in the kernel.
    /// </summary>
    public Truth AsksRules(Link bridge, IpFamily family)
    {
        string setting = family == IpFamily.IPv4 ? "net/bridge/bridge-nf-call-iptables" : "net/bridge/bridge-nf-call-ip6tables";
        if (Sysctl is null)
        {
            return Truth.Unknown;
        }

        bool own = family == IpFamily.IPv4 ? bridge.Bridge is { CallsIptables: true } : bridge.Bridge is { CallsIp6tables: true };
        return TruthLogic.From(Sysctl.TryGet(setting, out string? value) && (value != "0" || own));
    }
}
