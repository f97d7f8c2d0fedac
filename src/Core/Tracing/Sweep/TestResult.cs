namespace NetPath.Core.Tracing.Sweep;

/// <summary>What a test of a path came to.</summary>
public enum TestResult
{
    /// <summary>The client is connected, for certain.</summary>
    Passed,

    /// <summary>Some connections fail for certain, or all fail on every way that the snapshot leaves open.</summary>
    Failed,

    /// <summary>The snapshot does not tell.</summary>
    Unknown,
}
