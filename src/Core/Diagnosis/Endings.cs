using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>Endings of a packet's way that many findings explain together.</summary>
internal static class Endings
{
    /// <summary>The packet does not come to the endpoint, or nobody listens there.</summary>
    public static Disposition[] EndpointNotReached { get; } =
    [
        Disposition.NoRoute, Disposition.Blackholed, Disposition.Unreachable, Disposition.Prohibited, Disposition.NeighbourUnresolved, Disposition.NeighbourMismatch,
        Disposition.LinkDown, Disposition.NotListening, Disposition.LeavesSnapshot,
    ];

    /// <summary>Every ending but those in which the packet arrives.</summary>
    public static Disposition[] All { get; } = [.. Enum.GetValues<Disposition>().Except([Disposition.Delivered, Disposition.Mixed])];
}
