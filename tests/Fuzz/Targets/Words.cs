namespace NetPath.Fuzz.Targets;

/// <summary>Words that the parsers look for, which chance alone would take long to write.</summary>
internal static class Words
{
    public static IReadOnlyList<string> Iptables { get; } =
    [
        "*filter\n", "*nat\n", "*raw\n", "*mangle\n", "*security\n", "COMMIT\n", ":FORWARD ACCEPT [0:0]\n", ":INPUT DROP [1:2]\n", ":A - [0:0]\n", "-A FORWARD ", "-A INPUT ", "-A PREROUTING ",
        "-A POSTROUTING ", "-A OUTPUT ", "-A A ", "\n-A A -j A\n", " -j A", " -g A", " -j ACCEPT", " -j DROP", " -j REJECT --reject-with tcp-reset", " -j RETURN", " -j DNAT --to-destination 10.0.0.3:8080-8090",
        " -j SNAT --to-source 192.0.2.1-192.0.2.9", " -j MASQUERADE --random-fully", " -j REDIRECT --to-ports 80", " -j NETMAP --to 10.1.0.0/16", " -j MARK --set-xmark 0x4000/0x4000",
        " -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80", " -j CT --notrack", " -j CT --zone 1", " -j TPROXY --on-port 1 --on-ip 127.0.0.1 --tproxy-mark 0x200/0xffffffff", " -j LOG --log-prefix \"x \"",
        " -j NFQUEUE --queue-balance 0:3 --queue-bypass", " -j TTL --ttl-dec 1", " -j SET --add-set x src", " -j TOS --set-tos 0x10/0x3f", " -j DSCP --set-dscp 0x1", " -j CLASSIFY --set-class 1:1", " -j TCPMSS --clamp-mss-to-pmtu",
        " !", " -s 10.0.0.0/8", " -d 10.0.0.2/32", " -d 10.0.0.2/255.0.255.0", " -p tcp", " -p udp", " -p icmp", " -p 4", " -i eth0", " -i cali+", " -o +", " -f", " -m tcp --dport 80", " --sport 1:1024", " --dport 1024:",
        " --tcp-flags FIN,SYN,RST,ACK SYN", " --syn", " --tcp-option 2", " -m udp --sport 53", " -m multiport --dports 80,443,1000:2000", " -m conntrack --ctstate NEW,RELATED,ESTABLISHED,DNAT", " -m state --state INVALID",
        " -m conntrack --ctorigdst 10.0.0.0/8 --ctdir REPLY", " --ctstatus ASSURED,SEEN_REPLY", " --ctproto tcp", " --ctexpire 1:10", " -m mark --mark 0x4000/0x4000", " -m connmark --mark 1", " -m addrtype --dst-type LOCAL,UNICAST --limit-iface-in",
        " -m comment --comment \"default/numbers-api cluster IP\"", " \"\\\"", " -m statistic --mode random --probability 0.50000000000", " -m statistic --mode nth --every 2 --packet 0", " -m recent --rcheck --seconds 10800 --reap --name X --mask 255.255.255.255 --rsource",
        " -m recent --set --name X", " --hitcount 6", " -m set --match-set x src,dst", " -m set ! --match-set x dst --return-nomatch", " -m physdev --physdev-is-bridged", " -m rpfilter --validmark --invert --loose", " -m mac --mac-source 00:11:22:33:44:55",
        " -m owner --uid-owner 0-99 --socket-exists", " -m pkttype --pkt-type broadcast", " -m limit --limit 3/min --limit-burst 10", " -m hashlimit --hashlimit-upto 5/sec --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name h",
        " -m connlimit --connlimit-upto 5 --connlimit-mask 32 --connlimit-saddr", " -m quota --quota 100", " -m time --timestart 08:00 --timestop 18:00 --weekdays Mon,Tue --kerneltz", " -m length --length 0:1500", " -m ttl --ttl-gt 5", " -m dscp --dscp 0x10",
        " -m tos --tos 0x10/0x3f", " -m helper --helper ftp", " -m socket --transparent --nowildcard", " -m cgroup --path a/b", " -m bpf --bytecode \"1,6 0 0 1\"", " -m u32 --u32 \"0x0>>0x16&0x3c@0x0=0x1\"", " -m string --string \"x\" --algo bm --to 65535",
        " -m nfacct --nfacct-name n", " -m realm --realm 0x1/0xff", " -m policy --dir in --pol ipsec --reqid 1 --next", " -m devgroup --src-group 1", " -m cpu --cpu 1", " -m ecn --ecn-ip-ect 1", " -m iprange --src-range 10.0.0.1-10.0.0.9",
        " -m icmp --icmp-type 8/0", " -m icmp6 --icmpv6-type 135", " -m sctp --dport 1 --chunk-types any INIT", " [unsupported revision]", "[1:60] -A FORWARD ", "# Warning: iptables-legacy tables present\n", "# Table `nat' is incompatible, use 'nft' tool.\n",
        ":KUBE-SERVICES - [0:0]\n", "-A KUBE-SERVICES ", ":KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]\n", " -j KUBE-SVC-AAAAAAAAAAAAAAAA", "-A KUBE-SVC-AAAAAAAAAAAAAAAA ", " -j KUBE-SEP-AAAAAAAAAAAAAAA1", "-A KUBE-NODEPORTS ", " -j KUBE-EXT-AAAAAAAAAAAAAAAA",
        "\r\n", "\t", "\0", "é",
    ];

    public static IReadOnlyList<string> Ipset { get; } =
    [
        "create a hash:ip family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x5a0f8e23\n", "create a hash:net family inet6 ", "create a hash:net,iface ", "create a hash:ip,port ", "create a hash:ip,port,net ", "create a hash:net,port,net ", "create a hash:ip,mark markmask 0xff ",
        "create a hash:mac ", "create a hash:ip,mac ", "create a bitmap:port range 0-65535\n", "create a bitmap:ip range 10.0.0.0/16\n", "create a bitmap:ip,mac range 10.0.0.0-10.0.0.255\n", "create a list:set size 8\n", "create b hash:ip\n", " netmask 24", " bitmask 255.255.0.255",
        " timeout 0", " timeout 600", " counters", " comment", " skbinfo", " forceadd", " nomatch", " packets 1 bytes 60", " comment \"a b\"", " skbmark 0x1/0x1", " wildcard", "add a 10.0.0.1\n", "add a 10.0.0.0/8\n", "add a 10.0.0.1-10.0.0.9\n", "add a fd00::/64\n", "add a 10.0.0.2,tcp:80\n",
        "add a 10.0.0.2,udp:1-9\n", "add a 10.0.0.2,icmp:echo-request\n", "add a 10.0.0.2,sctp:1,10.0.0.0/8\n", "add a 10.0.0.0/8,physdev:eth0\n", "add a 10.0.0.0/8,eth0\n", "add a 00:11:22:33:44:55\n", "add a 10.0.0.1,0x1\n", "add a 80\n", "add a 1-65535\n", "add a b\n", "add b a\n", "add a b before c\n",
        "0.0.0.0/0", "::/0", "/33", "/129", ",", "-", ":", " ", "\r\n", "#", "\"",
    ];

    public static IReadOnlyList<string> Nft { get; } =
    [
        "{\"nftables\":[", "]}", "{\"chain\":{", "{\"rule\":{", "{\"table\":{", "\"family\":\"inet\"", "\"family\":\"ip\"", "\"table\":\"kube-proxy\"", "\"table\":\"filter\"", "\"name\":\"PREROUTING\"", "\"chain\":\"a\"", "\"hook\":\"prerouting\"", "\"hook\":null",
        "\"prio\":-150", "\"prio\":1e99", "\"policy\":\"drop\"", "\"expr\":[{\"drop\":null}]", "\"expr\":[{\"xt\":null}]", "{\"vmap\":{}}", "},", ",", "[", "]", "{", "}", "null", "\"\\ud800\"", "\u001b",
    ];

    public static IReadOnlyList<string> TraceLog { get; } =
    [
        "TRACE: ", "TRACE: nat:KUBE-SERVICES:rule:1 ", "TRACE: raw:PREROUTING:policy:2 ", "TRACE: filter:X:return:3 ", "IN=eth0 ", "OUT= ", "MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00 ", "SRC=10.0.0.1 ", "DST=10.0.0.2 ", "SRC=fd00::1 ", "LEN=60 ", "TTL=64 ", "ID=1 ",
        "PROTO=TCP ", "PROTO=UDP ", "PROTO=ICMP ", "SPT=40000 ", "DPT=80 ", "SYN ACK ", "MARK=0x4000 ", "TYPE=8 CODE=0 ", "[SRC=10.0.0.2 DST=10.0.0.1 ] ", "trace id 0a1b2c3d ", "inet ", "ip ", "ip6 ", "filter ", "FORWARD ", "packet: ", "iif \"eth0\" ", "oif \"cali1\" ",
        "ether saddr 00:11:22:33:44:55 ", "ip saddr 10.0.0.1 ", "ip daddr 10.0.0.2 ", "ip6 daddr fd00::1 ", "ip protocol tcp ", "tcp sport 40000 ", "tcp dport 80 ", "tcp flags == 0x2 ", "tcp flags == syn ", "udp dport 53 ", "icmp type echo-request ", "meta mark 0x00004000 ",
        "rule ", "(verdict accept)", "(verdict drop)", "(verdict jump A)", "(verdict goto A)", "(verdict return)", "(verdict continue)", "(verdict queue)", "verdict continue", "policy accept ", "policy drop ", "conntrack: ct direction original ct state new ct id 1 ",
        "PACKET: 2 0a1b2c3d ", "TRACE: 2 0a1b2c3d nat:PREROUTING:rule:0x1a:JUMP:KUBE-SERVICES ", "  -4 -t nat -A PREROUTING -j KUBE-SERVICES", ":return::", ":policy::ACCEPT ", "{\"MESSAGE\":\"", "\"__REALTIME_TIMESTAMP\":\"1700000000000000\"", "\"}", "{\"MESSAGE\":[84,82]}",
        "[  123.456789] ", "Nov 23 02:00:00 node kernel: ", "2026-11-23T02:00:00.123456+00:00 node kernel: ", "<4>", "[Mon Nov 23 02:00:00 2026] ", "\n", "\r", "\t", ":", " ",
    ];

    public static IReadOnlyList<string> IpJson { get; } =
    [
        "[{", "}]", "},{", ",", "[]", "{}", "null", "true", "\"ifindex\":2", "\"ifname\":\"eth0\"", "\"link\":\"eth1\"", "\"link_index\":11", "\"link_netnsid\":3", "\"flags\":[\"UP\",\"LOWER_UP\"]", "\"operstate\":\"UP\"", "\"address\":\"ee:ee:ee:ee:ee:ee\"", "\"mtu\":1500",
        "\"master\":\"br0\"", "\"linkinfo\":{\"info_kind\":\"veth\"}", "\"linkinfo\":{\"info_kind\":\"vxlan\",\"info_data\":{\"id\":1,\"port\":4789,\"local\":\"192.0.2.1\"}}", "\"info_slave_kind\":\"bridge\",\"info_slave_data\":{\"hairpin\":true}",
        "\"addr_info\":[{\"family\":\"inet\",\"local\":\"10.0.0.1\",\"prefixlen\":24,\"scope\":\"global\"}]", "\"family\":\"inet6\"", "\"tentative\":true", "\"dst\":\"default\"", "\"dst\":\"10.244.0.0/16\"", "\"dst\":\"0.0.0.0/0\"", "\"dst\":\"fd00::/64\"", "\"src\":\"all\"", "\"src\":\"10.0.0.0\",\"srclen\":8",
        "\"gateway\":\"192.0.2.1\"", "\"via\":{\"family\":\"inet6\",\"host\":\"fe80::1\"}", "\"dev\":\"eth0\"", "\"table\":\"local\"", "\"table\":\"100\"", "\"type\":\"blackhole\"", "\"type\":\"local\"", "\"type\":\"unreachable\"", "\"scope\":\"link\"", "\"protocol\":\"kernel\"", "\"metric\":100",
        "\"prefsrc\":\"192.0.2.10\"", "\"nexthops\":[{\"gateway\":\"192.0.2.1\",\"dev\":\"eth0\",\"weight\":1,\"flags\":[]}]", "\"nhid\":1", "\"id\":1", "\"group\":[{\"id\":1,\"weight\":2}]", "\"flags\":[\"onlink\",\"dead\",\"linkdown\"]", "\"encap\":\"mpls\"", "\"tos\":\"0x10\"", "\"priority\":32766",
        "\"fwmark\":\"0x80\",\"fwmask\":\"0x80\"", "\"iif\":\"lo\"", "\"oif\":\"eth0\"", "\"not\":null", "\"goto\":100", "\"action\":\"unreachable\"", "\"suppress_prefixlen\":0", "\"l3mdev\":null", "\"uid_start\":0,\"uid_end\":99", "\"sport\":1,\"dport_start\":1,\"dport_end\":9", "\"ipproto\":\"tcp\"",
        "\"tun_id\":\"0x1\"", "\"lladdr\":\"02:00:00:00:00:01\"", "\"state\":[\"REACHABLE\"]", "\"state\":[\"FAILED\"]", "\"proxy\":null", "\"mac\":\"00:00:00:00:00:00\"", "-1", "4294967296", "1.5", "\"\\u0000\"", "\"\\ud800\"",
    ];

    public static IReadOnlyList<string> Proc { get; } =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n", "   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0 100 0 0 10 0\n", "0A", "07", "0100007F:1F90",
        "00000000000000000000000000000000:0050", "0000000000000000FFFF00000100007F:1F90", "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n",
        "00000003  00000000 00000000", "net/ipv4/conf/eth0/forwarding = 1\n", "net/ipv4/conf/all/rp_filter = 2\n", "net.ipv4.ip_forward = 1\n", " = ", "nameserver 10.96.0.10\n", "search default.svc.cluster.local svc.cluster.local\n", "options ndots:5 timeout:2 attempts:3\n",
        "domain x\n", "nameserver fe80::1%eth0\n", "tcp   LISTEN 0      128    0.0.0.0:22    0.0.0.0:*    ino:100 sk:1 v6only:1 <->\n", "*:80", "[::]:80", "[::ffff:10.0.0.1]:80", "127.0.0.53%lo:53", "ino:", "v6only:0", "cgroup:/x", "bpf:", "\t", "\r\n", "#", ";",
    ];

    public static IReadOnlyList<string> Manifest { get; } =
    [
        "{\"format\":\"netpath-snapshot/1\"", "\"format\":\"netpath-snapshot/2\"", "\"node\":\"n\"", "\"kernelRelease\":\"6.8\"", "\"captured\":\"2026-11-23T02:00:00Z\"", "\"captured\":\"x\"", "\"durationMs\":1", "\"sections\":[\"links\"]", "\"namespaces\":[{\"path\":\"host\",\"inode\":1,\"pid\":1}]",
        "\"netnsId\":null", "\"netnsId\":-1", "\"hostname\":\"n\"", "\"podUid\":null", "\"files\":[{\"path\":\"host/a\",\"command\":\"x\",\"exitCode\":0,\"durationMs\":1,\"stderr\":\"\"}]", "\"exitCode\":null,\"skipped\":\"why\"", "\"path\":\"../x\"", "\"path\":\"/x\"", "\"path\":\"pods/1\"", "null", "[]", "{}", ",", "18446744073709551616",
    ];
}
