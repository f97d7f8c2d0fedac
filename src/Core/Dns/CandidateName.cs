namespace NetPath.Core.Dns;

/// <summary>A whole name that a resolver tries for what was typed.</summary>
/// <param name="Name">The name, without the last dot.</param>
/// <param name="Domain">The domain of the search list that was appended; null for the name as it was typed.</param>
public sealed record CandidateName(string Name, string? Domain);
