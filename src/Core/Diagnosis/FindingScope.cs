namespace NetPath.Core.Diagnosis;

/// <summary>What a finding is about, and so where it is looked for.</summary>
[Flags]
public enum FindingScope
{
    /// <summary>Nowhere: no check is there.</summary>
    None = 0,

    /// <summary>One path of a packet: looked for in a trace.</summary>
    Path = 1,

    /// <summary>One port of a Service on one node: looked for in its rules.</summary>
    Service = 2,

    /// <summary>A node, whatever packets it sees.</summary>
    Node = 4,

    /// <summary>Several nodes, or a node against the objects of the API.</summary>
    Cluster = 8,
}
