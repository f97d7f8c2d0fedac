using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m time: when the packet comes, which a snapshot does not say. Only a range that leaves no time out is certain.</summary>
/// <param name="Options">Its options as the rule gives them.</param>
/// <param name="IsAlways">True when every instant is inside.</param>
public sealed record TimeMatch(string Options, bool IsAlways) : Match
{
    // The largest date of 32 bits, which iptables-save prints where a rule gives no end.
    private const string EndOfTime = "2038-01-19T03:14:07";

    internal override MatchResult Evaluate(EvaluationContext context) =>
        IsAlways ? true : MatchResult.Unknown($"'-m time {Options}' depends on when the packet comes");

    internal static Match Parse(OptionReader options)
    {
        string text = options.All;
        string start = "00:00:00";
        string stop = "23:59:59";
        bool always = true;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--timestart":
                    start = options.Value();
                    break;
                case "--timestop":
                    stop = options.Value();
                    break;
                case "--utc" or "--localtz" or "--kerneltz" or "--contiguous":
                    break;
                case "--datestop":
                    always &= options.Value() == EndOfTime;
                    break;
                case "--datestart" or "--monthdays" or "--weekdays":
                    options.Value();
                    always = false;
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return new TimeMatch(text, always && start is "00:00" or "00:00:00" && stop is "23:59:59");
    }
}
