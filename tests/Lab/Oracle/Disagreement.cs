using System.Text;

namespace NetPath.Lab.Oracle;

/// <summary>A packet that the kernel treated in a way that the evaluator did not offer.</summary>
internal sealed record Disagreement(int Seed, Layout Layout, Loaded Rules, Probe Probe, IReadOnlyList<Prediction> Predictions, Observation Seen, string Differs)
{
    /// <summary>All that is needed to see it again.</summary>
    public string Reproduction()
    {
        StringBuilder text = new();
        text.AppendLine($"== ruleset seed {Seed}, {Rules.Backends}: {Probe}");
        text.AppendLine($"   differs: {Differs}");
        text.AppendLine($"   kernel:  {Seen}");
        Prediction[] closest = [.. Predictions.OrderByDescending(one => Shared(one.Hits, Seen.Hits) + Shared(one.ReplyHits ?? [], Seen.ReplyHits))];
        text.AppendLine($"   NetPath, of {Predictions.Count} outcomes: {closest[0]}");
        text.AppendLine($"   first difference: {First(closest[0].Hits, Seen.Hits) ?? First(closest[0].ReplyHits ?? [], Seen.ReplyHits) ?? "not in the rules"}");
        if (Rules.Rules.Count() <= 12)
        {
            text.AppendLine("   rules:");
            text.Append(Rules.Nft.Rules.Count == 0 ? "" : Rules.Nft.ToText(allTables: false)).Append(Rules.Legacy.Rules.Count == 0 ? "" : Rules.Legacy.ToText(allTables: false));
        }

        HashSet<string> met = [.. Seen.Hits, .. Seen.ReplyHits, .. closest[0].Hits, .. closest[0].ReplyHits ?? []];
        text.AppendLine("   rules that were met:");
        foreach (GeneratedRule rule in Rules.Rules.Where(rule => met.Contains(rule.Id)))
        {
            text.AppendLine($"     {rule.Table} {rule.Line}");
        }

        text.AppendLine("   the kernel's trace:");
        foreach (string happened in Seen.Events)
        {
            text.AppendLine($"     {happened}");
        }

        text.AppendLine($"   connections: {string.Join("\n     ", Seen.Connections)}");
        return text.ToString();
    }

    private static int Shared(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string? First(IReadOnlyList<string> predicted, IReadOnlyList<string> seen)
    {
        int shared = Shared(predicted, seen);
        return shared == predicted.Count && shared == seen.Count ? null
            : $"after {(shared == 0 ? "the start" : seen[shared - 1])} the kernel met {(shared < seen.Count ? seen[shared] : "nothing")}, NetPath {(shared < predicted.Count ? predicted[shared] : "nothing")}";
    }
}
