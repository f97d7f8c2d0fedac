using NetPath.Core.Netfilter;

namespace NetPath.Lab.Targets;

/// <summary>A router for each iptables backend, on which the tests of a class follow each other. A packet with the mark 0x63 leaves by rx there.</summary>
public sealed class RouterPair : IDisposable
{
    private readonly Dictionary<RulesetBackend, RouterNetwork> _networks = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RouterNetwork network in _networks.Values)
        {
            network.Dispose();
        }
    }

    /// <summary>The router of a backend, without rules and connections.</summary>
    internal RouterNetwork Fresh(RulesetBackend backend)
    {
        if (_networks.TryGetValue(backend, out RouterNetwork? known))
        {
            known.Clear(backend);
            return known;
        }

        RouterNetwork network = new();
        _networks.Add(backend, network);
        RouterNetwork.Inside(network.Router, "ip rule add fwmark 0x63 table 99; ip route add default via 10.3.0.9 dev rx table 99").OrFail();
        return network;
    }
}
