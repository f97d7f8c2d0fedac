using System.Globalization;
using NetPath.Core.Tracing;

namespace NetPath.Core.Dns;

/// <summary>What a resolution rests on that the snapshot does not say.</summary>
internal static class ResolutionAssumptions
{
    /// <summary>The assumptions, each once.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<AskedName> asked, NameAnswer end, NameServer[] servers, string? assumedZone)
    {
        HashSet<string> used = [.. asked.Select(one => one.Question.Server.ToString())];
        if (end == NameAnswer.Found)
        {
            foreach (AskedName one in asked.Where(one => one.Reply.Answer == NameAnswer.Unknown).DistinctBy(one => one.Question.Name))
            {
                yield return $"{one.Question.Name} is taken not to exist: {one.Reply.Reason}";
            }

            foreach (NameServer server in servers.Where(server => used.Contains(server.Address) && server.Symptom is nameof(Symptom.Unknown) or nameof(Symptom.Mixed)))
            {
                yield return server.Answering is double share
                    ? $"{server.Address} is taken to answer, which it does for {Math.Round(share * 100, 1).ToString(CultureInfo.InvariantCulture)} % of the queries: {server.Reason}"
                    : $"{server.Address} is taken to answer: {server.Reason}";
            }
        }

        foreach (string assumption in servers.Where(server => used.Contains(server.Address)).SelectMany(server => server.Assumptions).Distinct())
        {
            yield return assumption;
        }

        if (assumedZone is not null && asked.Any(one => one.Reply.Answer is NameAnswer.Found or NameAnswer.NotFound or NameAnswer.NoData))
        {
            yield return $"the cluster's zone: {assumedZone}";
        }
    }
}
