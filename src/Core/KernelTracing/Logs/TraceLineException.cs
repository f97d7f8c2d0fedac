namespace NetPath.Core.KernelTracing.Logs;

/// <summary>A line is one of the kernel's trace, and cannot be read.</summary>
internal sealed class TraceLineException(string problem) : FormatException(problem);
