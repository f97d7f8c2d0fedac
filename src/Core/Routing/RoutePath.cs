using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>One of the ways that a lookup allows. A multipath route has several, and a hash over the flow picks one.</summary>
public sealed record RoutePath
{
    /// <summary>The device the packet leaves by; <c>lo</c> when it stays here.</summary>
    public string? Device { get; init; }

    /// <summary>The gateway; null when the destination is on the link, or here.</summary>
    public string? Gateway => GatewayAddress?.ToString();

    /// <summary>Share among the paths.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>The share as a fraction: 1 when there is one path.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The source that a packet made here gets on this path; the query's own when it names one. Null when that is not known.</summary>
    public string? PreferredSource => SourceAddress?.ToString();

    /// <summary>The next hop as the route says it; null when there is no route behind it.</summary>
    public NextHop? NextHop { get; init; }

    internal IpAddress? GatewayAddress { get; init; }

    internal IpAddress? SourceAddress { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{(Gateway is null ? "" : $"via {Gateway} ")}dev {Device}{(Probability < 1 ? $" ({Probability.ToString("0.##", CultureInfo.InvariantCulture)})" : "")}";
}
