using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>The routing tables decided where the packet goes, or that it goes nowhere.</summary>
public sealed record RouteHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Route";

    private string? _route;
    private string? _policyRule;

    internal override Layer NetworkLayer => Tracing.Layer.L3;

    /// <summary>How the lookup ended: the name of a <see cref="RouteResult"/>.</summary>
    public required string Result { get; init; }

    /// <summary>The route as <c>ip route</c> prints it; null when there is none.</summary>
    public string? Route
    {
        get => _route ??= Lookup?.Route?.ToString();
        init => _route = value;
    }

    /// <summary>The table that holds it.</summary>
    public string? Table { get; init; }

    /// <summary>The policy rule that pointed to the table, as <c>ip rule</c> prints it.</summary>
    public string? PolicyRule
    {
        get => _policyRule ??= Lookup?.PolicyRule?.ToString();
        init => _policyRule = value;
    }

    /// <summary>The device the packet leaves by; lo when it stays here.</summary>
    public string? Device { get; init; }

    /// <summary>The gateway; null when the destination is on the link or here.</summary>
    public string? Gateway { get; init; }

    /// <summary>The longest packet that may leave this way, in bytes: the route's MTU, or else the device's; null when it stays here, or that is not known.</summary>
    public int? Mtu { get; init; }

    /// <summary>The lookup, of which the texts are made when somebody reads them.</summary>
    internal RouteLookup? Lookup { get; init; }

    private protected override string Describe() => Lookup is null ? "" : RouteStep.Describe(this, Lookup);
}
