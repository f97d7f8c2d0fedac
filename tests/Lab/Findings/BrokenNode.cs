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
    /// <summary>The client saw what the catalogue says, and NetPath foretells the same.</summary>
    public void AssertSymptom()
    {
        Assert.True(Seen == Fault.Seen, $"{Fault}: the client saw {Seen}, not {Fault.Seen}: {Text}\n{LabTrace.Describe(Trace)}");
        Assert.True(Trace.Symptom == Seen.ToString(), $"{Fault}: the client saw {Seen}: {Text}\n{LabTrace.Describe(Trace)}");
    }
}
