namespace NetPath.Core.Netfilter.Matches;

/// <summary>A condition that could not be read. It is kept with its text, and makes the rule's answer unknown.</summary>
/// <param name="Text">The text as the tool printed it.</param>
/// <param name="Reason">What was not understood.</param>
public sealed record UnknownMatch(string Text, string Reason) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => MatchResult.Unknown($"'{Text}': {Reason}");
}
