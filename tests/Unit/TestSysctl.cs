namespace NetPath.Unit;

/// <summary>Kernel settings of a router: forwarding on, no reverse-path filter.</summary>
internal static class TestSysctl
{
    public static string Of(params string[] interfaces) => string.Concat(interfaces.Prepend("all").Select(name => $"""
        net/ipv4/conf/{name}/forwarding = 1
        net/ipv4/conf/{name}/rp_filter = 0
        net/ipv4/conf/{name}/route_localnet = 0
        net/ipv4/conf/{name}/accept_local = 0
        net/ipv4/conf/{name}/src_valid_mark = 0
        net/ipv4/conf/{name}/proxy_arp = {(name.StartsWith("cali", StringComparison.Ordinal) ? 1 : 0)}
        net/ipv4/conf/{name}/arp_ignore = 0
        net/ipv4/conf/{name}/ignore_routes_with_linkdown = 0
        net/ipv6/conf/{name}/forwarding = 1
        net/ipv6/conf/{name}/proxy_ndp = {(name.StartsWith("cali", StringComparison.Ordinal) ? 1 : 0)}

        """));
}
