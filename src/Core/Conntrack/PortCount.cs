namespace NetPath.Core.Conntrack;

/// <summary>How many source ports are taken, and between which numbers they lie.</summary>
internal readonly record struct PortCount(int Entries, int Lowest, int Highest);
