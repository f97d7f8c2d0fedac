namespace NetPath.Cmdlets.Completion;

/// <summary>Something that a parameter could be.</summary>
/// <param name="Text">What would be typed.</param>
/// <param name="About">What it is, for the list's tooltip.</param>
public readonly record struct Candidate(string Text, string About);
