using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>The routing tables decided where the packet goes, or that it goes nowhere.</summary>
public sealed record RouteHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Route";

    internal override Layer NetworkLayer => Tracing.Layer.L3;

    /// <summary>How the lookup ended: the name of a <see cref="RouteResult"/>.</summary>
    public required string Result { get; init; }

    /// <summary>The route as <c>ip route</c> prints it; null when there is none.</summary>
    public string? Route { get; init; }

    /// <summary>The table that holds it.</summary>
    public string? Table { get; init; }

    /// <summary>The policy rule that pointed to the table, as <c>ip rule</c> prints it.</summary>
    public string? PolicyRule { get; init; }

    /// <summary>The device the packet leaves by; lo when it stays here.</summary>
    public string? Device { get; init; }

    /// <summary>The gateway; null when the destination is on the link or here.</summary>
    public string? Gateway { get; init; }
}
