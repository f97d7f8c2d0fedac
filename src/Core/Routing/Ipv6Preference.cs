using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>How well a next hop suits a query: rt6_score_route of net/ipv6/route.c.</summary>
/// <param name="Device">The device that is asked for: the bound one, or the one the packet came in by.</param>
/// <param name="Strict">Only that device will do.</param>
/// <param name="Reachable">Gateways that did not answer will not do.</param>
/// <param name="Settings">Settings of the namespace.</param>
internal sealed record Ipv6Preference(string? Device, bool Strict, bool Reachable, FibSettings Settings)
{
    /// <summary>Points, more is better; negative when the next hop cannot be used.</summary>
    public int Score(Route route, NextHop hop)
    {
        if (hop.Dead || (hop.LinkDown && hop.Device is not null && Settings.IgnoresRoutesWithLinkDown(IpFamily.IPv6, hop.Device)))
        {
            return -1;
        }

        int points = Device is null || Device == hop.Device ? 2 : 0;
        if (points == 0 && Strict)
        {
            return -1;
        }

        if (Reachable && hop is { Device: string device, Gateway: IpAddress gateway } && Settings.Neighbours?.Find(device, gateway)?.State.Contains("FAILED") == true)
        {
            return -1;
        }

        return points | (Preference(route) << 2);
    }

    // IPV6_DECODE_PREF: low 1, medium 2, high 3.
    private static int Preference(Route route) => route.Preference switch
    {
        "high" => 3,
        "low" => 1,
        _ => 2,
    };
}
