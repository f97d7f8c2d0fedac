using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>The node while a fault is on it, as the client and as NetPath see it.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Snapshot">The node, by the collector.</param>
/// <param name="Trace">NetPath's trace of the connection on that snapshot.</param>
/// <param name="Seen">What the client saw on the real kernel.</param>
/// <param name="Text">The server's answer, or the system's complaint.</param>
internal sealed record BrokenNode(CatalogueFault Fault, NodeSnapshot Snapshot, PacketTrace Trace, Symptom Seen, string Text)
{
    /// <summary>
    /// The client saw what the catalogue says, and NetPath foretells the same and names the row's code: as the first finding of the trace, or among the
    /// node's where the fault is one of the node.
    /// </summary>
    public void AssertCause()
    {
        AssertSymptom();
        Finding[] findings = Fault.IsOfNode ? [.. NodeFindings.Of(Snapshot).All] : Trace.Findings;
        string message = $"{Fault}: found {string.Join("; ", findings.AsEnumerable())}\n{LabTrace.Describe(Trace)}";
        Finding? named = Fault.IsOfNode ? Array.Find(findings, finding => finding.Code == Fault.Code) : findings.FirstOrDefault();
        Assert.True(named?.Code == Fault.Code, message);
        Assert.True(Fault.IsOfNode || Seen == Symptom.Connected || Trace.Cause?.Code == Fault.Code, message);
        Assert.NotEmpty(named.Evidence);
        Assert.All(named.Evidence, evidence => Assert.True(evidence.File.Length > 0 && evidence.Text.Length > 0, $"{Fault}: {evidence}"));
        Assert.NotEqual("", named.Remedy);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Seen}: {named}\n{string.Join('\n', named.Evidence.AsEnumerable())}\n{string.Join('\n', named.Commands)}\nalso: {string.Join(' ', findings.Skip(1).Select(finding => finding.Code))}");
    }

    /// <summary>The client saw what the catalogue says, and NetPath foretells the same.</summary>
    public void AssertSymptom()
    {
        Assert.True(Seen == Fault.Seen, $"{Fault}: the client saw {Seen}, not {Fault.Seen}: {Text}\n{LabTrace.Describe(Trace)}");
        Assert.True(Trace.Symptom == Seen.ToString(), $"{Fault}: the client saw {Seen}: {Text}\n{LabTrace.Describe(Trace)}");
    }
}
