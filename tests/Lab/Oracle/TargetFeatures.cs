using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>The targets that random rules are made of, as a table. Jumps are made where the chains are known.</summary>
internal static class TargetFeatures
{
    private static readonly string[] Nat = ["nat"];
    private static readonly string[] Mangle = ["mangle"];
    private static readonly string[] Raw = ["raw"];
    private static readonly string[] Filter = ["filter"];
    private static readonly string[] Filters = ["filter", "security", "mangle", "raw"];
    private const Hooks ToDestination = Hooks.Prerouting | Hooks.Output;
    private const Hooks ToSource = Hooks.Postrouting | Hooks.Input;

    public static IReadOnlyList<Feature> All { get; } =
    [
        new("(no target)", _ => "") { Weight = 2 },
        new("ACCEPT", _ => "-j ACCEPT") { Ends = true, Weight = 2 },
        new("RETURN", _ => "-j RETURN") { Weight = 2 },
        new("DROP", _ => "-j DROP") { Ends = true, Tables = Filters, Weight = 0.4 },
        new("REJECT", draw => $"-j REJECT --reject-with {(draw.Version == 4 ? draw.Pick("icmp-port-unreachable", "icmp-host-unreachable", "icmp-net-unreachable", "icmp-admin-prohibited", "icmp-host-prohibited") : draw.Pick("icmp6-port-unreachable", "icmp6-adm-prohibited", "icmp6-addr-unreachable"))}") { Ends = true, Tables = Filter, Weight = 0.6 },
        new("REJECT tcp-reset", _ => "-j REJECT --reject-with tcp-reset") { Ends = true, Tables = Filter, Needs = "tcp", Weight = 0.4 },
        new("DNAT", draw => $"-j DNAT --to-destination {Layout.Of(draw.Leaf(), draw.Host(), draw.Family)}") { Ends = true, Tables = Nat, Hooks = ToDestination, Weight = 2 },
        new("DNAT to a port", draw => $"-j DNAT --to-destination {WithPort(draw, Layout.Of(draw.Leaf(), draw.Host(), draw.Family), draw.Pick("80", "8080", "53", "81"))}") { Ends = true, Tables = Nat, Hooks = ToDestination, Needs = "tcp or udp", Weight = 2 },
        new("DNAT to a range", draw => $"-j DNAT --to-destination {Between(draw, draw.Leaf())}{draw.Pick("", " --persistent")}") { Ends = true, Tables = Nat, Hooks = ToDestination, Weight = 1.5 },
        new("DNAT to ports of a range", draw => $"-j DNAT --to-destination {WithPort(draw, Layout.Of(draw.Leaf(), 10, draw.Family), "8080-8082")}{draw.Pick("", " --random")}") { Ends = true, Tables = Nat, Hooks = ToDestination, Needs = "tcp or udp", Weight = 1.2 },
        new("REDIRECT", draw => $"-j REDIRECT{(draw.Protocol is "tcp" or "udp" ? draw.Pick("", " --to-ports 8080", " --to-ports 80") : "")}") { Ends = true, Tables = Nat, Hooks = ToDestination },
        new("NETMAP", draw => $"-j NETMAP --to {Network(draw)}") { Ends = true, Tables = Nat, Hooks = ToDestination | ToSource, Weight = 1.5 },
        new("SNAT", draw => $"-j SNAT --to-source {draw.Pick(Layout.Router(draw.Leaf(), 1, draw.Family), Layout.Virtual(20, draw.Family))}") { Ends = true, Tables = Nat, Hooks = ToSource },
        new("SNAT to a range", draw => $"-j SNAT --to-source {Layout.Virtual(20, draw.Family)}-{Layout.Virtual(22, draw.Family)}{draw.Pick("", " --persistent")}") { Ends = true, Tables = Nat, Hooks = ToSource, Weight = 1.5 },
        new("SNAT to ports", draw => $"-j SNAT --to-source {WithPort(draw, Layout.Router(draw.Leaf(), 1, draw.Family), "40000-40010")}{draw.Pick("", " --random")}") { Ends = true, Tables = Nat, Hooks = ToSource, Needs = "tcp or udp", Weight = 1.2 },
        new("MASQUERADE", draw => $"-j MASQUERADE{draw.Pick("", "", " --random-fully")}") { Ends = true, Tables = Nat, Hooks = Hooks.Postrouting, Weight = 2 },
        new("MASQUERADE to ports", _ => "-j MASQUERADE --to-ports 41000-41010") { Ends = true, Tables = Nat, Hooks = Hooks.Postrouting, Needs = "tcp or udp", Weight = 3 },
        new("MARK", draw => $"-j MARK {draw.Pick("--set-mark", "--set-xmark", "--and-mark", "--or-mark", "--xor-mark")} {draw.MarkValue()}") { Weight = 4 },
        new("MARK with a mask", draw => $"-j MARK {draw.Pick("--set-mark", "--set-xmark")} {draw.Mark()}") { Weight = 2 },
        new("CONNMARK set", draw => $"-j CONNMARK {draw.Pick("--set-mark", "--set-xmark")} {draw.Mark()}") { Weight = 2 },
        new("CONNMARK bits", draw => $"-j CONNMARK {draw.Pick("--and-mark", "--or-mark", "--xor-mark")} {draw.MarkValue()}"),
        new("CONNMARK copy", draw => $"-j CONNMARK {draw.Pick("--save-mark", "--restore-mark")}{draw.Pick("", " --mask 0xff", " --nfmask 0xf --ctmask 0xff")}") { Tables = ["mangle", "nat", "filter", "raw"], Weight = 2 },
        new("NOTRACK", draw => $"-j {draw.Pick("NOTRACK", "CT --notrack")}") { Tables = Raw },
        new("CT --zone", draw => $"-j CT --zone {draw.Pick("0", "1", "7")}") { Tables = Raw, Weight = 0.7 },
        new("LOG", _ => "-j LOG --log-prefix \"np: \"") { Weight = 0.3 },
        new("NFLOG", _ => "-j NFLOG --nflog-group 5"),
        new("TCPMSS", draw => $"-m tcp --tcp-flags SYN,RST SYN -j TCPMSS {draw.Pick("--clamp-mss-to-pmtu", "--set-mss 1200")}") { Tables = Mangle, Hooks = Hooks.Outgoing, Needs = "tcp", Weight = 0.7 },
        new("DSCP", draw => $"-j DSCP --set-dscp {draw.Pick("0x0a", "0x2e", "0x00")}") { Tables = Mangle },
        new("TOS", draw => $"-j TOS --set-tos {draw.Pick("0x10/0x3f", "0x28/0xff", "0x00/0xff")}") { Tables = Mangle },
        new("TTL", draw => $"-j TTL {draw.Pick("--ttl-set 64", "--ttl-inc 1", "--ttl-dec 1", "--ttl-set 1")}") { Tables = Mangle, Version = 4, Weight = 0.7 },
        new("HL", draw => $"-j HL {draw.Pick("--hl-set 64", "--hl-inc 1", "--hl-dec 1", "--hl-set 1")}") { Tables = Mangle, Version = 6, Weight = 0.7 },
        new("SET", draw => $"-j SET {draw.Pick("--add-set", "--del-set", "--add-set")} dyn{draw.Version} {draw.Pick("src", "dst")}") { Weight = 0.7 },
        new("CHECKSUM", _ => "-j CHECKSUM --checksum-fill") { Tables = Mangle, Weight = 0.3 },
    ];

    private static string WithPort(Draw draw, IpAddress address, string port) => draw.Version == 4 ? $"{address}:{port}" : $"[{address}]:{port}";

    private static string Between(Draw draw, Leaf leaf) => $"{Layout.Of(leaf, 10, draw.Family)}-{Layout.Of(leaf, 12, draw.Family)}";

    private static string Network(Draw draw) => draw.Version == 4 ? $"10.1.{draw.Leaf().Number}.0/24" : $"fd00:1:{draw.Leaf().Number}::/64";
}
