using NetPath.Core.Tracing;

namespace NetPath.Lab.TwoNodes;

/// <summary>What came of one fault.</summary>
/// <param name="Seen">What the client saw.</param>
/// <param name="Trace">What NetPath says of snapshots that were taken meanwhile.</param>
/// <param name="Mended">What the client saw when the fault was put right again.</param>
public sealed record FaultRun(Answer Seen, PacketTrace Trace, Answer Mended);
