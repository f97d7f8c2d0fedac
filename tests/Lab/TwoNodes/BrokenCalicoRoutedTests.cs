using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
[Collection(CalicoRouted.Name)]
public sealed class BrokenCalicoRoutedTests(CalicoRouted lab) : BrokenNodesTests(lab)
{
    public static TheoryData<string> Faults => [.. NodeFault.OfRoutes.Keys];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_of_the_routes_is_named(string name) => Prove(NodeFault.OfRoutes[name]);
}
