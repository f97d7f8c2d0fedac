namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m comment: always true.</summary>
/// <param name="Text">The comment without quotes and escapes.</param>
public sealed record CommentMatch(string Text) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => true;

    internal static CommentMatch Parse(Iptables.OptionReader options)
    {
        options.Expect("--comment");
        return new CommentMatch(options.Value());
    }
}
