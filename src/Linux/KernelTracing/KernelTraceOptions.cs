using NetPath.Core.KernelTracing;

namespace NetPath.Linux.KernelTracing;

/// <summary>What the kernel shall report, and for how long.</summary>
public sealed record KernelTraceOptions
{
    /// <summary>The packets to report, each direction as a flow of its own. Empty: no trace rule is put in, and only what other rules trace is read.</summary>
    public IReadOnlyList<TraceFlow> Flows { get; init; } = [];

    /// <summary>How long the trace rules have an effect, from the moment they are put in. They are removed before, when the reader is closed.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether the events of legacy iptables are read too, which needs the log group 0 and the namespace's nf_log setting; null: when the namespace has
    /// legacy tables.
    /// </summary>
    public bool? Legacy { get; init; }

    /// <summary>
    /// Whether the reader's own table also reports where each traced packet goes (<see cref="TraceCheckpoint"/>): then it is seen in a namespace without
    /// rules too, and as it is after all translation.
    /// </summary>
    public bool Checkpoints { get; init; }

    /// <summary>Room for events that wait to be read, in bytes. What does not fit is lost, and counted.</summary>
    public int BufferBytes { get; init; } = 8 * 1024 * 1024;
}
