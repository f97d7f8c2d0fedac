namespace NetPath.Core.KernelTracing;

/// <summary>What the kernel reported of a chain.</summary>
public enum KernelTraceStep
{
    /// <summary>A rule matched ("rule").</summary>
    Rule,

    /// <summary>The end of a user-defined chain was reached, or a rule returned from it ("return").</summary>
    Return,

    /// <summary>The base chain's policy decided ("policy").</summary>
    Policy,
}
