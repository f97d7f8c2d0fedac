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
        foreach (Prediction prediction in Predictions.Take(6))
        {
            text.AppendLine($"   NetPath: {prediction}");
        }

        HashSet<string> met = [.. Seen.Hits, .. Seen.ReplyHits, .. Predictions.SelectMany(one => one.Hits.Concat(one.ReplyHits ?? []))];
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
}
