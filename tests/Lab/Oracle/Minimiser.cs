using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Drops rules from a ruleset as long as kernel and evaluator go on to differ about a packet.</summary>
internal static class Minimiser
{
    private const int MostLoads = 60;

    /// <summary>The same disagreement with fewer rules, or the one given when none can go.</summary>
    public static Disagreement Shrink(Session session, Disagreement found, CancellationToken cancellation)
    {
        Loaded rules = found.Rules;
        HashSet<string> met = [.. found.Seen.Hits, .. found.Seen.ReplyHits, .. found.Predictions.SelectMany(one => one.Hits.Concat(one.ReplyHits ?? []))];
        Disagreement smallest = found;
        Queue<HashSet<string>> tries = new();
        tries.Enqueue([.. rules.Rules.Select(rule => rule.Id).Where(id => !met.Contains(id))]);
        foreach (GeneratedRule rule in rules.Rules)
        {
            tries.Enqueue([rule.Id]);
        }

        for (int i = 0; i < MostLoads && !cancellation.IsCancellationRequested && tries.TryDequeue(out HashSet<string>? drop);)
        {
            if (!smallest.Rules.Rules.Any(rule => drop.Contains(rule.Id)))
            {
                continue;
            }

            i++;
            if (Try(session, smallest, smallest.Rules.Without(drop)) is Disagreement smaller)
            {
                smallest = smaller;
            }
        }

        session.Load(rules, found.Probe.Family);
        return smallest;
    }

    private static Disagreement? Try(Session session, Disagreement before, Loaded rules)
    {
        if (session.Load(rules, before.Probe.Family) is not null)
        {
            return null;
        }

        Check check = Check.Of(session, before.Probe);
        return check.Chosen is null && check.Differs == before.Differs ? check.ToDisagreement(before.Seed, session, before.Probe) : null;
    }
}
