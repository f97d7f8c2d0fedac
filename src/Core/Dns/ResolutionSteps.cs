namespace NetPath.Core.Dns;

/// <summary>Makes the steps of a resolution out of what was asked.</summary>
internal static class ResolutionSteps
{
    /// <summary>A query with its expected answer.</summary>
    public static NameQuery Expected(AskedName asked, int number) => new()
    {
        Number = number,
        Name = asked.Question.Name,
        Type = asked.Question.Type.ToString(),
        Domain = asked.Candidate.Domain,
        Server = asked.Question.Server.ToString(),
        Transport = Transport(asked.Question),
        Attempt = asked.Attempt,
        AfterSeconds = asked.AfterSeconds,
        Answer = asked.Reply.Answer.ToString(),
        Records = asked.Reply.Records,
        Reason = asked.Reply.Reason,
        Evidence = asked.Reply.Evidence,
    };

    /// <summary>A query with its real answer, compared with the expected one.</summary>
    public static NameTry Tried(AskedName asked, int number, NameQuery[] expected)
    {
        NameQuery? same = expected.FirstOrDefault(query => query.Name == asked.Question.Name && query.Type == asked.Question.Type.ToString()
            && query.Server == asked.Question.Server.ToString() && query.Attempt == asked.Attempt);
        return new NameTry
        {
            Number = number,
            Name = asked.Question.Name,
            Type = asked.Question.Type.ToString(),
            Server = asked.Question.Server.ToString(),
            Transport = Transport(asked.Question),
            Attempt = asked.Attempt,
            Answer = asked.Reply.Answer.ToString(),
            ResponseCode = asked.Reply.ResponseCode ?? asked.Reply.Answer.ToString(),
            DurationMilliseconds = asked.Reply.DurationMilliseconds ?? 0,
            Records = asked.Reply.Records,
            AsExpected = same is null or { Answer: nameof(NameAnswer.Unknown) } ? null : IsSame(same, asked.Reply),
        };
    }

    /// <summary>The verdict over all queries.</summary>
    public static NameVerdict Verdict(NameAnswer end) => end switch
    {
        NameAnswer.Found => NameVerdict.Resolved,
        NameAnswer.NotFound or NameAnswer.NoData => NameVerdict.NotFound,
        NameAnswer.NoReply or NameAnswer.Rejected or NameAnswer.ServerFailure => NameVerdict.ServerUnreachable,
        _ => NameVerdict.Unknown,
    };

    /// <summary>The verdict's reason.</summary>
    public static string Reason(NameAnswer end, IReadOnlyList<AskedName> asked, NameServer[] servers)
    {
        // musl does not hear of a rejection: what it waits for is then told by that.
        // A name outside of the cluster is told by itself, not by what the search list made of it before.
        AskedName? telling = asked.FirstOrDefault(one => one.Reply.Answer == end && end == NameAnswer.Unknown && one.Candidate.Domain is null) ?? asked.FirstOrDefault(one => one.Reply.Answer == end) ?? asked.FirstOrDefault(one => one.Reply.Answer == NameAnswer.Rejected);
        return end switch
        {
            NameAnswer.Found => $"{telling!.Question.Name}: {telling.Reply.Reason}",
            NameAnswer.NoReply or NameAnswer.Rejected => servers.Length == 1 ? telling!.Reply.Reason
                : $"none of {string.Join(", ", servers.Select(server => server.Address))} answers; {telling!.Reply.Reason}",
            NameAnswer.NotFound => asked.All(one => one.Reply.Answer != end) ? "no name was asked for"
                : $"no name that is tried exists; {telling!.Question.Name}: {telling.Reply.Reason}",
            _ => $"{telling?.Question.Name}: {telling?.Reply.Reason}",
        };
    }

    private static string Transport(NameQuestion question) => question.Tcp ? "TCP" : "UDP";

    // An answer's order says nothing, and what a server may choose (SRV's priority and weight) is not compared. A UDP socket that is not connected is
    // not told of a rejection, and waits.
    private static bool IsSame(NameQuery expected, NameReply reply) =>
        (expected.Answer == reply.Answer.ToString() || (expected.Answer == nameof(NameAnswer.Rejected) && reply.Answer == NameAnswer.NoReply))
        && (expected.Records.Length == 0 || Comparable(expected.Records).SetEquals(Comparable(reply.Records.Where(record => expected.Records.Any(one => one.Type == record.Type)))));

    private static HashSet<string> Comparable(IEnumerable<DnsRecord> records) => [.. records.Select(record => record.Type == nameof(DnsRecordType.SRV)
        ? string.Join(' ', record.Data.TrimEnd('.').ToLowerInvariant().Split(' ').Skip(2))
        : record.Data.TrimEnd('.').ToLowerInvariant())];
}
