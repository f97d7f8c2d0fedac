using System.Diagnostics;
using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Compares kernel and evaluator on random rulesets and packets.</summary>
/// <param name="seed">The same seed gives the same topologies, rulesets and packets.</param>
/// <param name="count">How many packets.</param>
internal sealed class Run(int seed, int count)
{
    private const int PacketsOfARuleset = 30;
    private const int RulesetsOfATopology = 12;
    private const int MostMinimised = 4;

    private uint _number = (uint)seed * 1_000_000;

    /// <summary>What came of it.</summary>
    public Summary Summary { get; } = new();

    /// <summary>Runs until all packets are sent, or it is cancelled.</summary>
    public Summary Go(CancellationToken cancellation, Action<string>? progress = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        OracleNetwork.RemoveAbandoned();
        for (int topology = 0; Summary.Packets < count && !cancellation.IsCancellationRequested; topology++)
        {
            using Session session = new(new Layout((seed * 1000) + topology));
            for (int ruleset = 0; ruleset < RulesetsOfATopology && Summary.Packets < count && !cancellation.IsCancellationRequested; ruleset++)
            {
                Try(session, (((seed * 1000) + topology) * 100) + ruleset, ruleset, cancellation);
                progress?.Invoke($"{Summary.Packets} packets, {Summary.Disagreements.Count} disagreements, {watch.Elapsed.TotalSeconds:F0} s");
            }
        }

        Summary.Elapsed = watch.Elapsed;
        return Summary;
    }

    private void Try(Session session, int rulesetSeed, int index, CancellationToken cancellation)
    {
        IpFamily family = index % 2 == 0 ? IpFamily.IPv4 : IpFamily.IPv6;
        Draw draw = new(new Random(rulesetSeed), family);
        bool certain = draw.Chance(0.6);
        bool legacy = index / 2 % 3 != 0;
        bool nft = index / 2 % 3 != 1;
        string[] all = [.. GeneratedRuleset.Tables.Keys];
        // With both backends, some tables are of one alone.
        string[] Tables() => nft && legacy ? [.. all.Where(_ => draw.Chance(0.6))] : all;
        Loaded rules = new(
            nft ? new RandomRules(draw, "n", certain, Tables()).Make() : GeneratedRuleset.Empty,
            legacy ? new RandomRules(draw, "l", certain, Tables()).Make() : GeneratedRuleset.Empty);
        if (session.Load(rules, family) is string complaint)
        {
            Summary.Refused.Add(complaint);
            return;
        }

        Summary.Rulesets++;
        RandomProbes probes = new(draw);
        for (int i = 0; i < PacketsOfARuleset && Summary.Packets < count && !cancellation.IsCancellationRequested; i++)
        {
            Probe probe = probes.Next(++_number, session.SourceTowards);
            Compare(session, probe, rulesetSeed, cancellation);
        }
    }

    private void Compare(Session session, Probe probe, int rulesetSeed, CancellationToken cancellation)
    {
        Check check = Check.Of(session, probe);
        Summary.Add(session.Rules, probe, check);
        if (check.Chosen is null)
        {
            Disagreement found = check.ToDisagreement(rulesetSeed, session, probe);
            Summary.Disagreements.Add(Summary.Disagreements.Count < MostMinimised ? Minimiser.Shrink(session, found, cancellation) : found);
        }
    }
}
