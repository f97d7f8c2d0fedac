namespace NetPath.Core.Tracing;

/// <summary>A trace cannot start: the sender is not in the snapshot or is not clear.</summary>
public sealed class TraceRequestException(string message) : Exception(message);
