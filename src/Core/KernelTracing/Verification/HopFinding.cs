namespace NetPath.Core.KernelTracing.Verification;

/// <summary>What the events say about one predicted hop.</summary>
/// <param name="Confirmation">Confirmed, contradicted, or null when they say nothing.</param>
/// <param name="Evidence">The kernel's own lines.</param>
/// <param name="Difference">What the kernel did instead, as a sentence; null unless contradicted.</param>
internal sealed record HopFinding(HopConfirmation? Confirmation, string[] Evidence, string? Difference = null)
{
    /// <summary>The events say nothing about it.</summary>
    public static HopFinding Nothing { get; } = new(null, []);

    public static HopFinding Confirmed(params string[] evidence) => new(HopConfirmation.Confirmed, evidence);

    public static HopFinding Contradicted(string difference, params string[] evidence) => new(HopConfirmation.Contradicted, evidence, difference);
}
