using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>One fault at a time between two nodes: the connection really fails so, and NetPath names the fault as the cause.</summary>
public abstract class BrokenNodesTests(FaultBench bench)
{
    /// <summary>Compares what the client saw with what NetPath says.</summary>
    private protected async Task Prove(string name, NodeFault fault)
    {
        FaultRun run = await bench.Of(name);

        string message = $"{run.Seen.Text}\n{JourneyTrace.Describe(run.Trace)}";
        Assert.True(fault.Seen == run.Seen.Symptom, message);
        Assert.True((fault.Foretold ?? fault.Seen).ToString() == run.Trace.Symptom, message);
        Assert.True(fault.Ending is null || run.Trace.Outcomes.All(outcome => (outcome.ReplyDisposition ?? outcome.Disposition) == fault.Ending.ToString()), message);
        Assert.True(fault.Code is null || run.Trace.Findings.FirstOrDefault()?.Code == fault.Code, message);
        Assert.True(fault.Code is null || fault.Foretold == Symptom.Connected || run.Trace.Cause?.Code == fault.Code, message);
        Assert.True(run.Mended.Symptom == Symptom.Connected, $"after it was mended: {run.Mended.Text}");
    }
}
