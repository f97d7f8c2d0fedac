namespace NetPath.Core.KernelTracing.Logs;

/// <summary>A line of a log that is one of the kernel's trace and is damaged.</summary>
/// <param name="File">The log's name.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Problem">What is wrong with it, as a sentence without a full stop.</param>
/// <param name="Text">The line, without control characters.</param>
public sealed record TraceLogProblem(string File, int Line, string Problem, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}, line {Line}: {Problem}: {(Text.Length <= 120 ? Text : string.Concat(Text.AsSpan(0, 117), "..."))}";
}
