using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <inheritdoc/>
public sealed class BrokenCalicoVxlanTests(CalicoVxlanFaults bench) : BrokenNodesTests(bench), IClassFixture<CalicoVxlanFaults>
{
    public static TheoryData<string> Faults => [.. NodeFault.OfVxlan.Keys];

    public static TheoryData<string> Sizes => [.. NodeFault.OfSizes.Keys];

    public static TheoryData<string> Ways => [.. NodeFault.OfWays.Keys];

    public static TheoryData<string> Policies => [.. NodeFault.OfPolicies.Keys];

    [Theory, MemberData(nameof(Faults))]
    public Task A_fault_of_the_tunnel_is_named(string name) => Prove(name, NodeFault.OfVxlan[name]);

    [Theory, MemberData(nameof(Sizes))]
    public Task Small_answers_come_and_what_stops_large_ones_is_named(string name) => Prove(name, NodeFault.OfSizes[name]);

    [Theory, MemberData(nameof(Ways))]
    public Task An_answer_that_takes_another_way_is_lost(string name) => Prove(name, NodeFault.OfWays[name]);

    [Theory, MemberData(nameof(Policies))]
    public Task A_packet_that_is_led_astray_ends_where_the_walk_says(string name) => Prove(name, NodeFault.OfPolicies[name]);
}
