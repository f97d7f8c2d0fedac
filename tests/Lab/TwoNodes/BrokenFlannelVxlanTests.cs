using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
public sealed class BrokenFlannelVxlanTests(FlannelVxlanFaults bench) : BrokenNodesTests(bench), IClassFixture<FlannelVxlanFaults>
{
    public static TheoryData<string> Faults => [.. NodeFault.OfBridges.Keys];

    [Theory, MemberData(nameof(Faults))]
    public Task A_fault_of_the_bridge_or_the_tunnel_is_named(string name) => Prove(name, NodeFault.OfBridges[name]);
}
