using System.Text;

namespace NetPath.Lab.Oracle;

/// <summary>Counts of one run.</summary>
internal sealed class Summary
{
    private readonly SortedDictionary<string, int> _hit = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _missed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _endings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);

    /// <summary>Packets that were sent.</summary>
    public int Packets { get; private set; }

    /// <summary>Packets whose prediction was certain: the kernel had to do exactly that, or exactly one of the random choices.</summary>
    public int Certain { get; private set; }

    /// <summary>Packets of which the evaluator said that something is unknown; the kernel had to do one of what it offered.</summary>
    public int Conditional { get; private set; }

    /// <summary>Packets whose error message (ICMP, reset of a REJECT) did not reach the sender although the evaluator says so: it does not walk these.</summary>
    public int ErrorsLost { get; private set; }

    /// <summary>Rules that the kernel reported as met, all packets together.</summary>
    public long RuleHits { get; private set; }

    /// <summary>Rulesets that were loaded.</summary>
    public int Rulesets { get; set; }

    /// <summary>What the tools said of rulesets that they refused.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The time that predictions took, and that the kernel was observed.</summary>
    public (TimeSpan Predicting, TimeSpan Observing) Times { get; private set; }

    /// <summary>Where kernel and evaluator differ.</summary>
    public List<Disagreement> Disagreements { get; } = [];

    /// <summary>The modelled matches that were not seen both to match and not to match, and the targets that no packet met.</summary>
    public IEnumerable<string> Uncovered() =>
    [
        .. MatchFeatures.All.Where(feature => feature.IsModelled && Either(Hit, feature) == 0).Select(feature => $"{feature.Name} never matched"),
        .. MatchFeatures.All.Where(feature => feature.IsCertain && Either(Missed, feature) == 0).Select(feature => $"{feature.Name} always matched"),
        .. TargetFeatures.All.Where(feature => Hit($"-j {feature.Name}") == 0).Select(feature => $"no packet met {feature.Name}"),
    ];

    private static int Either(Func<string, int> count, Feature feature) => count(feature.Name) + count($"{feature.Name} (!)");

    /// <summary>How often a feature was seen to match.</summary>
    public int Hit(string feature) => _hit.GetValueOrDefault(feature);

    /// <summary>How often a rule with this feature as its only condition was asked and did not match.</summary>
    public int Missed(string feature) => _missed.GetValueOrDefault(feature);

    /// <summary>Counts a packet.</summary>
    public void Add(Loaded rules, Probe probe, Check check)
    {
        (_, Observation seen, IReadOnlyList<(string Id, string Answer)> answers, Prediction? chosen, bool strict, _, _) = check;
        Packets++;
        ErrorsLost += check.ErrorLost ? 1 : 0;
        _ = strict ? Certain++ : Conditional++;
        RuleHits += seen.Hits.Count + seen.ReplyHits.Count;
        Times = (Times.Predicting + check.Times.Predicting, Times.Observing + check.Times.Observing);
        Count(_kinds, $"{rules.Backends} {probe.Family} {probe.Protocol} {(probe.Sender is null ? "from the router" : "from a leaf")}");
        if (chosen is null)
        {
            return;
        }

        Count(_endings, chosen.Outcome.Disposition);
        Dictionary<string, GeneratedRule> byId = rules.Rules.ToDictionary(rule => rule.Id);
        foreach (GeneratedRule rule in seen.Hits.Concat(seen.ReplyHits).Select(id => byId.GetValueOrDefault(id)).OfType<GeneratedRule>())
        {
            foreach (string feature in rule.Conditions.Append($"-j {rule.Effect}"))
            {
                Count(_hit, feature);
            }
        }

        foreach ((string id, string _) in answers.Where(one => one.Answer == "No"))
        {
            if (byId.TryGetValue(id, out GeneratedRule? rule) && rule.Conditions.Count == 1)
            {
                Count(_missed, rule.Conditions[0]);
            }
        }
    }

    /// <summary>The counts as text.</summary>
    public string Describe()
    {
        StringBuilder text = new();
        text.AppendLine($"{Packets} packets over {Rulesets} rulesets in {Elapsed.TotalSeconds:F1} s ({Times.Predicting.TotalSeconds:F1} s for predictions, {Times.Observing.TotalSeconds:F1} s for the kernel): {Certain} certain, {Conditional} conditional, {ErrorsLost} errors lost on their way, {Disagreements.Count} disagreements, {RuleHits} rule hits, {Refused.Count} rulesets refused");
        Table(text, "packets", _kinds.Select(one => $"{one.Key}: {one.Value}"));
        Table(text, "endings", _endings.Select(one => $"{one.Key}: {one.Value}"));
        Table(text, "conditions (matched / did not, as a rule's only condition)", _hit.Keys.Union(_missed.Keys).Where(name => !name.StartsWith("-j", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => $"{name}: {Hit(name)} / {Missed(name)}"));
        Table(text, "targets", _hit.Where(one => one.Key.StartsWith("-j", StringComparison.Ordinal)).Select(one => $"{one.Key}: {one.Value}"));
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, IEnumerable<string> lines)
    {
        text.AppendLine($"  {title}");
        foreach (string line in lines)
        {
            text.AppendLine($"    {line}");
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
