using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>Pods behind /32 routes, VXLAN between the nodes, rules by iptables-nft.</summary>
[CollectionDefinition(Name)]
public sealed class CalicoVxlan(LabNode machine) : TwoNodeLab(machine, "calico", "vxlan", "nft"), ICollectionFixture<CalicoVxlan>
{
    /// <summary>The name of the collection of tests that share it.</summary>
    public const string Name = "two nodes, calico, vxlan";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["node1 to pods"] = "10.244.1.0",
        ["node1 to pods over IPv6"] = "fd00:10:244:1::1",
        ["node2 to its pods"] = "172.18.0.3",
        ["node2 to its pods over IPv6"] = "fd00:10:244:2::1",
        ["pod to its node"] = "10.244.2.10",
    };
}
