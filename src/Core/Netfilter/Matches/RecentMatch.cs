using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m recent: a list of source addresses that were seen (session affinity of kube-proxy).</summary>
/// <param name="Operation">--set, --rcheck, --update or --remove.</param>
/// <param name="ListName">The list, under /proc/net/xt_recent.</param>
/// <param name="Seconds">How long an entry counts, in seconds; 0 without a limit.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record RecentMatch(string Operation, string ListName, int Seconds, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => Operation == "--set"
        ? !Negated
        : MatchResult.Unknown($"whether the client is in the list {ListName} depends on its earlier connections");

    internal static Match Parse(OptionReader options)
    {
        RecentMatch match = new("", "DEFAULT", 0, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--set" or "--rcheck" or "--update" or "--remove" => match with { Operation = options.Name, Negated = options.Negated },
                "--name" => match with { ListName = options.Value() },
                "--seconds" => match with { Seconds = options.Number() },
                "--hitcount" or "--mask" => match.Skipping(options),
                "--reap" or "--rttl" or "--rsource" or "--rdest" => match,
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }

    private RecentMatch Skipping(OptionReader options)
    {
        options.Value();
        return this;
    }
}
