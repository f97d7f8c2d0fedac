using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>Family NP4 on the real kernel.</summary>
public sealed class LinkFindingsTests
{
    private readonly LabNode _lab;

    public LinkFindingsTests(LabNode lab) => _lab = lab;

    public static TheoryData<string> Faults => [.. LinkFaults.All.Select(fault => $"{fault}")];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_has_its_symptom_and_its_code(string name) =>
        BreakingLab.With(_lab, LinkFaults.All.Single(fault => $"{fault}" == name), node => node.AssertCause());

    [Fact]
    public void Of_two_pods_with_one_address_the_wrong_one_answers() =>
        BreakingLab.With(_lab, LinkFaults.All.Single(fault => fault.Code == "NP4008"), node => Assert.StartsWith("numbers-pair", node.Text, StringComparison.Ordinal));
}
