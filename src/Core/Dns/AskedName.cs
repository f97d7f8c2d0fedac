namespace NetPath.Core.Dns;

/// <summary>A question that a resolver has asked, and its answer.</summary>
internal sealed record AskedName(CandidateName Candidate, NameQuestion Question, NameReply Reply, int Attempt, int AfterSeconds);
