using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>Pods behind /32 routes, plain routes between the nodes as BGP makes them, rules by iptables-nft.</summary>
[CollectionDefinition(Name)]
public sealed class CalicoRouted(LabNode machine) : TwoNodeLab(machine, "calico", "routed", "nft"), ICollectionFixture<CalicoRouted>
{
    /// <summary>The name of the collection of tests that share it.</summary>
    public const string Name = "two nodes, calico, routed";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["node1 to pods"] = "172.18.0.2",
        ["node1 to pods over IPv6"] = "fc00:f853:ccd:e793::2",
        ["node2 to its pods"] = "172.18.0.3",
        ["node2 to its pods over IPv6"] = "fc00:f853:ccd:e793::3",
        ["pod to its node"] = "10.244.2.10",
    };
}
