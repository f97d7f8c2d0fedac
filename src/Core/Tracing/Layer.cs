namespace NetPath.Core.Tracing;

/// <summary>The network layer at which a hop happens.</summary>
public enum Layer
{
    /// <summary>Links: interfaces, veth pairs, neighbours.</summary>
    L2 = 2,

    /// <summary>Addresses and routes.</summary>
    L3 = 3,

    /// <summary>Connections and ports: translation, filtering.</summary>
    L4 = 4,

    /// <summary>The processes at both ends, and names.</summary>
    L7 = 7,
}
