namespace NetPath.Core.Diagnosis;

/// <summary>How bad it is what a finding tells.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing is broken by it.</summary>
    Information,

    /// <summary>It slows connections, breaks some of them, or will break them.</summary>
    Warning,

    /// <summary>It breaks connections now.</summary>
    Error,
}
