using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check has seen: the part of a finding that is this case's own. The rest comes from the definition.</summary>
/// <param name="Message">What is wrong here, with names, as one sentence without a full stop.</param>
/// <param name="Evidence">What in the snapshot shows it. Without any the observation counts for nothing.</param>
internal sealed record Observation(string Message, params Evidence[] Evidence)
{
    /// <summary>The hop where it happens; null when it is not at one.</summary>
    public Hop? Hop { get; init; }

    /// <summary>What it is about: a Service, a pod, a device; the node when it is null.</summary>
    public string? Subject { get; init; }

    /// <summary>Another severity than the definition's.</summary>
    public FindingSeverity? Severity { get; init; }

    /// <summary>What to do here, where more is known than the definition says.</summary>
    public string? Remedy { get; init; }

    /// <summary>Commands for this case, where those of the definition do not fit.</summary>
    public string[]? Commands { get; init; }

    /// <summary>What the words in angle brackets of the commands stand for.</summary>
    public (string Word, string Value)[] Names { get; init; } = [];

    /// <summary>The node that it is about, where that is not the one of the context.</summary>
    public NodeSnapshot? Node { get; init; }
}
