using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>The ipsets of a topology, and rules about them.</summary>
internal static class Sets
{
    private static readonly (string Name, int Dimensions)[] Known =
        [("ip", 1), ("net", 1), ("ipport", 2), ("netport", 2), ("netiface", 2), ("ipportip", 3), ("list", 1)];

    /// <summary>What <c>ipset restore</c> takes.</summary>
    public static string Restore(IpFamily family)
    {
        string version = family == IpFamily.IPv4 ? "inet" : "inet6";
        string suffix = family == IpFamily.IPv4 ? "4" : "6";
        IpAddress a = Layout.Of(Layout.Leaves[0], 10, family);
        IpAddress b = Layout.Of(Layout.Leaves[1], 11, family);
        IpAddress vip = Layout.Virtual(10, family);
        (string wide, string narrow) = family == IpFamily.IPv4 ? ("10.1.0.0/16", "10.1.2.0/24") : ("fd00:1::/32", "fd00:1:2::/64");
        string[] lines =
        [
            $"create ip{suffix} hash:ip family {version}", $"add ip{suffix} {a}", $"add ip{suffix} {vip}",
            $"create net{suffix} hash:net family {version}", $"add net{suffix} {wide}", $"add net{suffix} {narrow} nomatch",
            $"create ipport{suffix} hash:ip,port family {version}", $"add ipport{suffix} {vip},tcp:80", $"add ipport{suffix} {vip},udp:53", $"add ipport{suffix} {b},tcp:8080",
            $"create netport{suffix} hash:net,port family {version}", $"add netport{suffix} {wide},tcp:80", $"add netport{suffix} {narrow},tcp:80 nomatch", $"add netport{suffix} {wide},udp:53",
            $"create netiface{suffix} hash:net,iface family {version}", $"add netiface{suffix} {wide},cali1", $"add netiface{suffix} {narrow},cali2",
            $"create ipportip{suffix} hash:ip,port,ip family {version}", $"add ipportip{suffix} {a},tcp:80,{vip}", $"add ipportip{suffix} {a},udp:53,{b}",
            $"create dyn{suffix} hash:ip family {version} timeout 600",
            $"create list{suffix} list:set size 8", $"add list{suffix} ip{suffix}", $"add list{suffix} net{suffix}",
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>A match on one of them.</summary>
    public static string Match(Draw draw)
    {
        (string name, int dimensions) = draw.Pick(Known);
        string directions = string.Join(',', Enumerable.Range(0, dimensions).Select(_ => draw.Pick("src", "dst")));
        return $"-m set {draw.Not()}--match-set {name}{draw.Version} {directions}{(draw.Chance(0.1) ? " --return-nomatch" : "")}";
    }
}
