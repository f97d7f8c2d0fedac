using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>Family NP3 on the real kernel.</summary>
public sealed class RoutingFindingsTests
{
    private readonly LabNode _lab;

    public RoutingFindingsTests(LabNode lab) => _lab = lab;

    public static TheoryData<string> Faults => [.. RoutingFaults.All.Select(fault => $"{fault}")];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_has_its_symptom_and_its_code(string name) =>
        BreakingLab.With(_lab, RoutingFaults.All.Single(fault => $"{fault}" == name), node => node.AssertCause());
}
