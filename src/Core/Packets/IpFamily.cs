namespace NetPath.Core.Packets;

/// <summary>The IP version. The kernel keeps separate rules, routes and neighbours for each.</summary>
public enum IpFamily
{
    /// <summary>Internet Protocol version 4.</summary>
    IPv4 = 4,

    /// <summary>Internet Protocol version 6.</summary>
    IPv6 = 6,
}
