using NetPath.Core.Dns;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1005: packets that are kept from connection tracking meet a rule that lets only tracked ones pass.</summary>
internal static class UntrackedRepliesDropped
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1005",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Queries to NodeLocal DNSCache are not tracked, and a filter rule drops what is not tracked",
        EvidenceNeeded = "NodeLocal DNSCache's NOTRACK rules, and the rule or policy of the filter table that the query or its answer ended at",
        Symptom = "Name not resolved, after a time-out",
        Remedy = "Let packets to and from the cache's address and port 53 pass before the rule that asks for the connection's state. NodeLocal DNSCache puts such rules at the head of INPUT and "
            + "OUTPUT; look who has put others before them.",
        Commands =
        [
            "iptables-save -t filter | grep --line-number --extended-regexp 'ctstate|state|169.254.20.10'",
            "iptables-save -t raw | grep NOTRACK",
        ],
        Explains = [Disposition.NameNotResolved],
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        foreach ((NameHop hop, _, NameServer server) in NameFacts.Asked(context).Where(one => one.Server.Symptom != nameof(Symptom.Connected)))
        {
            foreach (PathOutcome outcome in server.Trace?.Outcomes ?? [])
            {
                Hop[] way = outcome.ReplyHops.Length > 0 ? outcome.ReplyHops : outcome.Hops;
                Evidence[] untracked = [.. outcome.Hops.Concat(outcome.ReplyHops).OfType<RuleHop>().Where(met => met.Effect == nameof(RuleEffect.NoTrack)).SelectMany(met => met.Evidence)];
                if (untracked.Length > 0 && way.LastOrDefault() is RuleHop { Effect: nameof(RuleEffect.Drop) or nameof(RuleEffect.Reject) } end && AsksForState(end))
                {
                    string what = outcome.ReplyHops.Length > 0 ? "The answer" : "The query";
                    yield return new Observation($"{what} of {server.Address} is not tracked, and {end.Description}", [.. end.Evidence, .. untracked.Distinct()]) { Hop = hop, Subject = server.Address };
                    break;
                }
            }
        }
    }

    // A policy drops what no rule has accepted: tracked packets would have been by their state.
    private static bool AsksForState(RuleHop end) => end.Step?.Rule is not Rule rule || rule.Matches.Any(match => match is StateMatch);
}
