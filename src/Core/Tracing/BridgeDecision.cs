using NetPath.Core.Links;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>What a bridge does with a frame.</summary>
internal sealed record BridgeDecision
{
    /// <summary>The port that it leaves by; null when the bridge's own IP stack takes it, or nobody.</summary>
    public Link? Port { get; init; }

    /// <summary>How it ends here; null when it goes on.</summary>
    public Disposition? Ending { get; init; }

    /// <summary>Why it ends.</summary>
    public string? Reason { get; init; }

    /// <summary>The forwarding entry that says so; null when none was asked, or there is none.</summary>
    public Evidence? Entry { get; init; }

    /// <summary>What was taken for granted.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
