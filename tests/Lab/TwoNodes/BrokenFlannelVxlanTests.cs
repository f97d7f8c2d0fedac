using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
[Collection(FlannelVxlan.Name)]
public sealed class BrokenFlannelVxlanTests(FlannelVxlan lab) : BrokenNodesTests(lab)
{
    public static TheoryData<string> Faults => [.. NodeFault.OfBridges.Keys];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_of_the_bridge_or_the_tunnel_is_named(string name) => Prove(NodeFault.OfBridges[name]);
}
