using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
public sealed class BrokenCalicoRoutedTests(CalicoRoutedFaults bench) : BrokenNodesTests(bench), IClassFixture<CalicoRoutedFaults>
{
    public static TheoryData<string> Faults => [.. NodeFault.OfRoutes.Keys];

    [Theory, MemberData(nameof(Faults))]
    public Task A_fault_of_the_routes_is_named(string name) => Prove(name, NodeFault.OfRoutes[name]);
}
