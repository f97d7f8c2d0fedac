namespace NetPath.Core.KernelTracing.Verification;

/// <summary>What the kernel's own trace says about one hop, or one path.</summary>
public enum HopConfirmation
{
    /// <summary>The kernel did this.</summary>
    Confirmed,

    /// <summary>The kernel did something else.</summary>
    Contradicted,

    /// <summary>Of a path: the probe went another way, as chance has it; nothing is said about this one.</summary>
    NotTaken,
}
