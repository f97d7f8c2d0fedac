namespace NetPath.Core.Netfilter;

/// <summary>The outcome of one condition.</summary>
/// <param name="Truth">Yes, no or unknown.</param>
/// <param name="Probability">With <see cref="Truth.Yes"/>: the share of packets that match, 1 unless a statistic match decides by chance.</param>
/// <param name="Reason">With <see cref="Truth.Unknown"/>: what would have to be known.</param>
internal readonly record struct MatchResult(Truth Truth, double Probability = 1, string? Reason = null)
{
    public static MatchResult Unknown(string reason) => new(Truth.Unknown, 1, reason);

    /// <summary>A plain result; <paramref name="reason"/> is used when it is unknown.</summary>
    public static MatchResult From(Truth truth, string reason) => truth == Truth.Unknown ? Unknown(reason) : new MatchResult(truth);

    public static implicit operator MatchResult(bool value) => new(TruthLogic.From(value));
}
