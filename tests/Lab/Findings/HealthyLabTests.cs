using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>On the lab as it is built, nothing is wrong.</summary>
public sealed class HealthyLabTests
{
    private readonly LabNode _lab;

    public HealthyLabTests(LabNode lab) => _lab = lab;

    [Fact]
    public void The_healthy_node_has_no_error_and_no_warning()
    {
        _lab.SkipUnlessUp();
        NodeSnapshot snapshot = LabTrace.Snapshot();

        Assert.Empty(Troubles([.. NodeFindings.Of(snapshot).All, .. ServiceFindings.Of(snapshot).All(), .. ClusterFindings.Of([snapshot])]));
    }

    [Fact]
    public void A_connection_that_works_has_no_error_and_no_warning()
    {
        _lab.SkipUnlessUp();
        Assert.Equal(Symptom.Connected, LabConnection.Reference.Try(patience: 4).Symptom);

        PacketTrace trace = LabTrace.From("client", "10.109.60.134", 80);

        Assert.Empty(Troubles(trace.Findings));
    }

    private static string[] Troubles(IEnumerable<Finding> findings) =>
        [.. findings.Where(finding => finding.Severity != nameof(FindingSeverity.Information)).Select(finding => $"{finding}: {string.Join("; ", finding.Evidence.AsEnumerable())}")];
}
