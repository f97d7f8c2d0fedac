namespace NetPath.Bench.Machine;

/// <summary>This machine cannot do what a measure needs; the message says what and why.</summary>
internal sealed class MachineException(string message) : Exception(message);
