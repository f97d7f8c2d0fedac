namespace NetPath.Core.Conntrack;

/// <summary>How many entries, and how many of them were never answered.</summary>
internal readonly record struct TallyCount(int Entries, int Unreplied);
