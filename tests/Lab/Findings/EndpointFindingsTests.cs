using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>Family NP8 on the real kernel.</summary>
public sealed class EndpointFindingsTests
{
    private readonly LabNode _lab;

    public EndpointFindingsTests(LabNode lab) => _lab = lab;

    public static TheoryData<string> Faults => [.. EndpointFaults.All.Select(fault => $"{fault}")];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_has_its_symptom_and_its_code(string name) =>
        BreakingLab.With(_lab, EndpointFaults.All.Single(fault => $"{fault}" == name), node => node.AssertCause());
}
