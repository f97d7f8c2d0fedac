namespace NetPath.Core.KernelTracing.Verification;

/// <summary>What the kernel's own trace of a probe says about a predicted path.</summary>
public enum VerificationResult
{
    /// <summary>It was not seen whole: events are lost, hops left no trace, or the kernel took a rule whose answer the snapshot does not tell. What was seen agrees.</summary>
    Incomplete,

    /// <summary>The kernel did at each hop what was predicted.</summary>
    Confirmed,

    /// <summary>The kernel did something else.</summary>
    Contradicted,
}
