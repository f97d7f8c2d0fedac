using System.Globalization;
using NetPath.Core.Diagnosis;
using NetPath.Core.Dns;
using NetPath.Core.Tracing;

namespace NetPath.Core.Rendering;

/// <summary>Writes the resolution of a name as text: what becomes of it, the servers, the queries in order, and what came back where they were really sent.</summary>
public sealed class NameResolutionText : StyledText
{
    private const int NameWidth = 42;

    private NameResolutionText(int width, TextStyle style)
        : base(width, style)
    {
    }

    /// <summary>The resolution as lines that are no longer than the width (60 at least).</summary>
    /// <param name="resolution">The resolution.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="style">Escape sequences; <see cref="TextStyle.Plain"/> for none.</param>
    public static string Render(ServiceNameResolution resolution, int width, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        ArgumentNullException.ThrowIfNull(style);
        NameResolutionText text = new(width, style);
        text.AddSummary(resolution);
        text.AddServers(resolution);
        text.AddQueries(resolution);
        text.AddTries(resolution);
        return string.Join('\n', text.Lines);
    }

    private void AddSummary(ServiceNameResolution resolution)
    {
        Add(0, PlainText.Clean(resolution.Name), Style.Strong);
        Add(0, PlainText.Clean($"from {resolution.From} on {resolution.Node}, resolver of {resolution.Library.ToLowerInvariant()}"), Style.Faint);
        string answer = resolution.Verdict != nameof(NameVerdict.Resolved) ? ""
            : $" to {string.Join(", ", resolution.Answers.Select(record => record.Data))}{(resolution.Service is null ? "" : $", Service {resolution.Namespace}/{resolution.Service}")}";
        Add(2, PlainText.Clean($"{Words(resolution.Verdict)}{answer}{(resolution.Assumptions.Length > 0 ? " (conditional)" : "")}"), Colour(resolution), hang: 2);
        Add(4, PlainText.Clean(resolution.Reason), Style.Faint);
        foreach (string assumption in resolution.Assumptions)
        {
            Add(4, $"? {PlainText.Clean(assumption)}", Style.Doubtful, hang: 2);
        }

        AddFindings(resolution);
        foreach (string note in resolution.Notes)
        {
            Add(4, $"- {PlainText.Clean(note)}", Style.Faint, hang: 2);
        }
    }

    private void AddFindings(ServiceNameResolution resolution)
    {
        foreach (Finding finding in resolution.Findings.Where(finding => finding.Level > FindingSeverity.Information).DistinctBy(finding => finding.Code))
        {
            Add(4, PlainText.Clean($"{finding.Code} {finding.Message}"), finding.IsCause ? Style.Bad : Style.Doubtful, hang: 2);
            if (finding.IsCause)
            {
                Add(6, PlainText.Clean($"fix: {finding.Remedy}"), "", hang: 2);
            }
        }
    }

    private static string Words(string verdict) => verdict switch
    {
        nameof(NameVerdict.Resolved) => "resolves",
        nameof(NameVerdict.NotFound) => "not found",
        nameof(NameVerdict.ServerUnreachable) => "no server answers",
        _ => "unknown: the snapshot does not tell",
    };

    private string Colour(ServiceNameResolution resolution) => resolution.Passed ? Style.Good
        : resolution.Verdict is nameof(NameVerdict.Resolved) or nameof(NameVerdict.Unknown) ? Style.Doubtful
        : Style.Bad;

    private void AddServers(ServiceNameResolution resolution)
    {
        if (resolution.Servers.Length == 0)
        {
            return;
        }

        Lines.Add("");
        Add(0, $"Servers, with ndots {resolution.Ndots} and {(resolution.Search.Length == 0 ? "no search list" : $"search {string.Join(' ', resolution.Search)}")}", Style.Strong, hang: 2);
        foreach (NameServer server in resolution.Servers)
        {
            string what = server.Kind switch
            {
                nameof(NameServerKind.Service) => server.Service ?? "a Service",
                nameof(NameServerKind.NodeLocalCache) => $"NodeLocal DNSCache{(server.Service is null ? "" : $" in front of {server.Service}")}",
                nameof(NameServerKind.Node) => "on the node",
                nameof(NameServerKind.Pod) => "in a pod",
                _ => "outside",
            };
            string colour = server.Symptom == nameof(Symptom.Connected) ? "" : server.Symptom is nameof(Symptom.Unknown) or nameof(Symptom.Mixed) ? Style.Doubtful : Style.Bad;
            Add(2, PlainText.Clean($"{server.Address} {server.Transport}  {what}: {(server.Symptom == nameof(Symptom.Connected) ? "can answer" : server.Symptom)}{(server.IsUntracked ? ", not tracked" : "")}"), colour, hang: 2);
            Add(4, PlainText.Clean(server.Reason), Style.Faint, hang: 2);
        }
    }

    private void AddQueries(ServiceNameResolution resolution)
    {
        if (resolution.Queries.Length == 0)
        {
            return;
        }

        Lines.Add("");
        string wait = resolution.WaitSeconds > 0 ? $", {resolution.WaitSeconds} s of waiting" : "";
        Add(0, $"Queries: {resolution.Queries.Length}{wait}", Style.Strong);
        foreach (NameQuery[] together in Together(resolution.Queries))
        {
            NameQuery query = together[0];
            string answer = query.Records.Length > 0 ? string.Join(", ", query.Records.Select(record => record.Data)) : Words(query);
            AddRow(query.Number, query.Name, string.Join('+', together.Select(one => one.Type)), answer, query.Answer);
        }
    }

    // Questions for both addresses of a name that fare alike are one row.
    private static IEnumerable<NameQuery[]> Together(NameQuery[] queries)
    {
        for (int index = 0; index < queries.Length; index++)
        {
            NameQuery one = queries[index];
            bool alike = index + 1 < queries.Length && queries[index + 1] is NameQuery next
                && (next.Name, next.Server, next.Attempt, next.Answer) == (one.Name, one.Server, one.Attempt, one.Answer) && one.Records.Length == 0 && one.Answer != nameof(NameAnswer.NoData);
            yield return alike ? [one, queries[++index]] : [one];
        }
    }

    private static string Words(NameQuery query) => query.Answer switch
    {
        nameof(NameAnswer.NotFound) => "no such name",
        nameof(NameAnswer.NoData) => $"no {query.Type}",
        nameof(NameAnswer.NoReply) => $"no reply from {query.Server} (asked after {query.AfterSeconds} s)",
        nameof(NameAnswer.Rejected) => $"rejected ({query.Server})",
        _ => "unknown",
    };

    private void AddTries(ServiceNameResolution resolution)
    {
        if (resolution.QueryVerdict is null)
        {
            return;
        }

        Lines.Add("");
        Add(0, $"Really asked: {Words(resolution.QueryVerdict)}", Style.Strong);
        foreach (NameTry one in resolution.Tries)
        {
            string answer = one.Records.Length > 0 ? string.Join(", ", one.Records.Select(record => record.Data)) : one.ResponseCode;
            string expected = one.AsExpected == false ? "; not as expected" : "";
            AddRow(one.Number, one.Name, one.Type, $"{answer} ({one.Server}, {one.DurationMilliseconds.ToString(CultureInfo.InvariantCulture)} ms{expected})", one.AsExpected == false ? nameof(NameAnswer.ServerFailure) : one.Answer);
        }
    }

    private void AddRow(int number, string name, string type, string answer, string kind)
    {
        string colour = kind switch
        {
            nameof(NameAnswer.Found) => Style.Good,
            nameof(NameAnswer.Unknown) => Style.Doubtful,
            nameof(NameAnswer.NoReply) or nameof(NameAnswer.Rejected) or nameof(NameAnswer.ServerFailure) => Style.Bad,
            _ => "",
        };
        string line = PlainText.Clean($"{number,2}  {name,-NameWidth} {type,-6}  {answer}");
        if (line.Length < Width - 1)
        {
            Add(1, line, colour);
            return;
        }

        Add(1, PlainText.Clean($"{number,2}  {name}"), colour, hang: 4);
        Add(7, PlainText.Clean($"{type,-6}  {answer}"), colour, hang: 8);
    }
}
