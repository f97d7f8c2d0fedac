using System.Globalization;
using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m statistic: a share of the packets, by chance or every n-th.</summary>
/// <param name="Probability">The share that matches, 0 to 1, negation included.</param>
/// <param name="IsRandom">True for --mode random, false for --mode nth.</param>
public sealed record StatisticMatch(double Probability, bool IsRandom) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) =>
        Probability <= 0 ? false : new MatchResult(Truth.Yes, Math.Min(1, Probability));

    internal static Match Parse(OptionReader options)
    {
        bool random = true;
        bool negated = false;
        double share = -1;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--mode":
                    random = options.Value() == "random";
                    break;
                case "--probability":
                    share = Number(options);
                    negated = options.Negated;
                    break;
                case "--every":
                    share = 1 / Number(options);
                    negated = options.Negated;
                    break;
                case "--packet":
                    // Which of the n packets it is does not change the share.
                    options.Value();
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return share is >= 0 and <= 1
            ? new StatisticMatch(negated ? 1 - share : share, random)
            : throw OptionReader.Bad("the statistic match gives no share between 0 and 1");
    }

    private static double Number(OptionReader options)
    {
        string text = options.Value();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw options.BadValue(text, "a number");
    }
}
