using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
[Collection(CalicoVxlan.Name)]
public sealed class BrokenCalicoVxlanTests(CalicoVxlan lab) : BrokenNodesTests(lab)
{
    public static TheoryData<string> Faults => [.. NodeFault.OfVxlan.Keys];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_of_the_tunnel_is_named(string name) => Prove(NodeFault.OfVxlan[name]);

    public static TheoryData<string> Sizes => [.. NodeFault.OfSizes.Keys];

    public static TheoryData<string> Ways => [.. NodeFault.OfWays.Keys];

    [Theory, MemberData(nameof(Sizes))]
    public void Small_answers_come_and_what_stops_large_ones_is_named(string name) => Prove(NodeFault.OfSizes[name]);

    [Theory, MemberData(nameof(Ways))]
    public void An_answer_that_takes_another_way_is_lost(string name) => Prove(NodeFault.OfWays[name]);
}
