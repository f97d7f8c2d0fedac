using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>Pods on bridge cni0, VXLAN between the nodes, rules by iptables-legacy.</summary>
[CollectionDefinition(Name)]
public sealed class FlannelVxlan(LabNode machine) : TwoNodeLab(machine, "flannel", "vxlan", "legacy"), ICollectionFixture<FlannelVxlan>
{
    /// <summary>The name of the collection of tests that share it.</summary>
    public const string Name = "two nodes, flannel, vxlan";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["node1 to pods"] = "10.244.1.0",
        ["node1 to pods over IPv6"] = "fd00:10:244:1::",
        ["node2 to its pods"] = "10.244.2.1",
        ["node2 to its pods over IPv6"] = "fd00:10:244:2::1",
        ["pod to its node"] = "10.244.2.10",
    };
}
