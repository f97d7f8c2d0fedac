namespace NetPath.Core.Conntrack;

/// <summary>How many source ports are taken, between which numbers they lie, and how many of them by connections that close.</summary>
internal readonly record struct PortCount(int Entries, int Lowest, int Highest, int Closing);
