namespace NetPath.Lab.Matches;

/// <summary>Conditions to compare with the kernel, by the packets that they are asked of. Each becomes a rule without a target, which only counts.</summary>
internal static class MatchCases
{
    /// <summary>Sets that the conditions ask.</summary>
    public const string Sets = """
        create clients hash:ip timeout 300
        add clients 10.99.1.2
        create pods hash:net
        add pods 10.99.0.0/16
        add pods 10.99.1.0/24 nomatch
        add pods 10.99.2.2
        create services hash:ip,port
        add services 10.99.2.2,tcp:80
        add services 10.99.2.2,icmp:echo-request
        create flows hash:ip,port,ip
        add flows 10.99.1.2,tcp:80,10.99.2.2
        create flownets hash:ip,port,net
        add flownets 10.99.1.2,tcp:80,10.99.0.0/16
        create netports hash:net,port
        add netports 10.99.2.0/24,tcp:80
        create doors hash:net,iface
        add doors 10.99.0.0/16,r0
        add doors 10.99.2.0/24,r wildcard
        create numbers bitmap:port range 0-1000
        add numbers 80
        create block bitmap:ip range 10.99.0.0/16 netmask 24
        add block 10.99.1.0
        create learned bitmap:ip,mac range 10.99.1.0/24
        add learned 10.99.1.2,02:99:00:00:01:02
        create mistaken bitmap:ip,mac range 10.99.1.0/24
        add mistaken 10.99.1.2,02:99:00:00:01:03
        create counted hash:ip counters
        add counted 10.99.1.2
        create all list:set
        add all numbers
        add all services
        add all pods
        create six hash:net family inet6
        add six fd99:1::/64
        """;

    /// <summary>Asked at every hook of a packet that is passed on.</summary>
    public static readonly string[] Everywhere =
    [
        "-s 10.99.1.2", "! -s 10.99.1.0/24", "-d 10.99.2.2/255.255.0.255", "! -d 10.99.3.2/255.255.0.255", "-p all", "! -p udp",
        "-p tcp -m tcp --dport 80", "-p tcp -m tcp ! --dport 80", "-p tcp -m tcp --sport 1024:65535", "-p tcp -m tcp --sport :1023", "-p tcp -m tcp --syn",
        "-p tcp -m tcp --tcp-flags SYN,ACK SYN", "-p tcp -m tcp ! --tcp-flags ALL SYN", "-p tcp -m tcp --tcp-flags ALL NONE", "-p tcp -m tcp --tcp-flags SYN,ACK SYN,ACK",
        "-p tcp -m multiport --dports 22,80,443", "-p tcp -m multiport ! --dports 22,79:81", "-p tcp -m multiport --ports 40000", "-p tcp -m multiport --sports 39000:41000,80",
        "-m iprange --src-range 10.99.1.1-10.99.1.9", "-m iprange ! --src-range 10.99.1.1-10.99.1.9 --dst-range 10.99.2.2-10.99.2.2", "-m iprange --dst-range 10.99.2.3-10.99.2.9",
        "-m mark --mark 0x1234", "-m mark --mark 0x34/0xff", "-m mark ! --mark 0x4/0xff", "-m mark --mark 0x1234/0xff",
        "-m connmark --mark 0x80/0x80", "-m connmark ! --mark 0x80/0x80",
        "-m conntrack --ctstate NEW", "-m conntrack ! --ctstate NEW", "-m conntrack --ctstate ESTABLISHED,RELATED", "-m conntrack --ctstate INVALID,UNTRACKED",
        "-m conntrack --ctstate SNAT,DNAT", "-m conntrack --ctproto 6", "-m conntrack ! --ctproto 6", "-m conntrack --ctorigsrc 10.99.1.2", "-m conntrack ! --ctorigdst 10.99.0.0/16",
        "-m conntrack --ctreplsrc 10.99.2.2", "-m conntrack --ctrepldst 10.99.2.2", "-m conntrack --ctorigdstport 80", "-m conntrack --ctorigsrcport 40000:40001",
        "-m conntrack ! --ctreplsrcport 80", "-m conntrack --ctrepldstport 40000", "-m conntrack --ctdir ORIGINAL", "-m conntrack --ctdir REPLY",
        "-m conntrack --ctstatus NONE", "-m conntrack --ctstatus EXPECTED", "-m conntrack --ctstatus SEEN_REPLY", "-m conntrack --ctstatus ASSURED", "-m conntrack --ctstatus CONFIRMED",
        "-m conntrack ! --ctstatus NONE", "-m conntrack ! --ctstatus SEEN_REPLY,ASSURED", "-m conntrack ! --ctstatus CONFIRMED", "-m state --state NEW", "-m state ! --state NEW",
        "-m addrtype --src-type UNICAST", "-m addrtype --src-type LOCAL", "-m addrtype ! --src-type LOCAL", "-m addrtype --dst-type UNICAST,LOCAL", "-m addrtype --dst-type BROADCAST",
        "-m comment --comment \"a comment\"", "-m ttl --ttl-eq 64", "-m ttl --ttl-eq 63", "-m ttl ! --ttl-eq 64", "-m ttl --ttl-lt 64", "-m ttl --ttl-gt 62",
        "-m length --length 0:19", "-m length --length 20:65535", "-m length ! --length 0:19",
        "-m pkttype --pkt-type unicast", "-m pkttype --pkt-type broadcast", "-m pkttype ! --pkt-type multicast",
        "-m helper --helper ftp", "-m helper ! --helper ftp", "-m time --timestart 00:00 --timestop 23:59:59",
        "-m physdev --physdev-is-in", "-m physdev ! --physdev-is-in", "-m physdev --physdev-in r0", "-m physdev ! --physdev-in r0",
        "-m set --match-set clients src", "-m set ! --match-set clients src", "-m set --match-set clients dst", "-m set --match-set clients src,src",
        "-m set --match-set pods src", "-m set --match-set pods dst", "-m set --match-set pods src --return-nomatch", "-m set --match-set pods dst --return-nomatch",
        "-m set ! --match-set pods src --return-nomatch",
        "-m set --match-set services dst,dst", "-m set --match-set services dst,src", "-m set --match-set services dst", "-m set ! --match-set services dst",
        "-m set --match-set flows src,dst,dst", "-m set --match-set flows dst,dst,src", "-m set --match-set flownets src,dst,dst", "-m set --match-set netports dst,dst",
        "-m set --match-set doors src,src", "-m set --match-set doors dst,src", "-m set --match-set doors dst,dst", "-m set --match-set doors src,dst",
        "-m set --match-set numbers dst", "-m set --match-set numbers src", "-m set --match-set block src", "-m set --match-set block dst",
        "-m set --match-set learned src,src", "-m set --match-set mistaken src,src", "-m set --match-set learned dst,src",
        "-m set --match-set all dst,dst", "-m set --match-set all src,src", "-m set --match-set all src,src --return-nomatch", "-m set --match-set all dst",
        "-m set --match-set clients src --packets-gt 1000", "-m set --match-set clients src ! --update-counters",
        "-m recent --rcheck --name HELD", "-m recent ! --rcheck --name HELD", "-m recent --rcheck --name HELD --rdest", "-m recent --rcheck --hitcount 2 --name HELD",
        "-m recent --rcheck --hitcount 1 --name HELD", "-m recent --rcheck --rttl --name HELD", "-m recent --rcheck --name BARE", "-m recent ! --update --name BARE",
        "-m statistic --mode random --probability 1", "-m statistic --mode random --probability 0", "-m u32 --u32 \"0>>28=4\"", "-m limit --limit 1000/sec", "-m cpu --cpu 0",
    ];

    /// <summary>Asked where the packet comes in.</summary>
    public static readonly string[] Incoming =
    [
        "-i r0", "-i r+", "! -i r+", "-i +", "-i r", "-i lo", "-m mac --mac-source 02:99:00:00:01:02", "-m mac ! --mac-source 02:99:00:00:01:02", "-m mac --mac-source 02:99:00:00:01:03",
        "-m devgroup --src-group 7", "-m devgroup ! --src-group 0x7", "-m devgroup --src-group 0x3/0x3", "-m devgroup --src-group 0x0",
        "-m addrtype --src-type UNICAST --limit-iface-in", "-m addrtype ! --src-type LOCAL --limit-iface-in",
    ];

    /// <summary>Asked before the packet is routed.</summary>
    public static readonly string[] Unrouted =
    [
        "-m rpfilter", "-m rpfilter --invert", "-m rpfilter --loose", "-m rpfilter --accept-local", "-m rpfilter --validmark", "-m socket", "-m socket --nowildcard", "-m socket --transparent",
    ];

    /// <summary>Asked of a packet that is passed on.</summary>
    public static readonly string[] Forwarded =
    [
        "-o r1", "-o r+", "! -o r1", "-i r0 -o r1", "-m devgroup --dst-group 0x0", "-m devgroup --src-group 0x7 ! --dst-group 0x0", "-m physdev --physdev-is-bridged",
        "-m physdev ! --physdev-is-bridged", "-m physdev --physdev-is-out", "-m physdev ! --physdev-out r1 ! --physdev-is-bridged",
        "-m realm --realm 5", "-m realm ! --realm 5", "-m realm --realm 0x0/0xff", "-m policy --dir in --pol none", "-m policy --dir in --pol ipsec", "-m policy --dir out --pol none",
    ];

    /// <summary>Asked of a packet that leaves, whether passed on or sent here.</summary>
    public static readonly string[] Leaving =
    [
        "-o r1", "! -o r0", "-m owner --uid-owner 0", "-m owner ! --uid-owner 0", "-m owner --socket-exists", "-m owner ! --socket-exists", "-m owner ! --uid-owner 1 --gid-owner 0",
        "-m cgroup --cgroup 1", "-m cgroup ! --cgroup 1", "-m addrtype --src-type LOCAL --limit-iface-out", "-m realm --realm 0x0", "-m policy --dir out --pol ipsec",
    ];

    /// <summary>Asked of an echo request.</summary>
    public static readonly string[] Icmp =
    [
        "-p icmp", "-p icmp -m icmp --icmp-type any", "-p icmp -m icmp ! --icmp-type any", "-p icmp -m icmp --icmp-type 8", "-p icmp -m icmp --icmp-type 8/0", "-p icmp -m icmp --icmp-type 8/1",
        "-p icmp -m icmp ! --icmp-type echo-reply", "-p icmp -m icmp --icmp-type destination-unreachable", "-p icmp -m icmp --icmp-type 255", "-m set --match-set services dst,dst",
        "-m set --match-set numbers dst", "-m set --match-set all dst,dst", "-m conntrack --ctproto 1", "-m conntrack --ctstate NEW",
    ];

    /// <summary>Asked of a datagram.</summary>
    public static readonly string[] Udp =
    [
        "-p udp -m udp --dport 80", "-p udp -m udp ! --sport 40000", "-p udp -m multiport --dports 80,81", "-m set --match-set services dst,dst", "-m set --match-set numbers dst",
        "-m conntrack --ctproto 17 --ctorigdstport 80", "-m conntrack --ctstatus ASSURED,SEEN_REPLY", "-p tcp",
    ];

    /// <summary>Asked of an IPv6 packet.</summary>
    public static readonly string[] Version6 =
    [
        "-s fd99:1::/64", "! -d fd99:2::2", "-p tcp -m tcp --dport 80", "-m hl --hl-eq 64", "-m hl --hl-eq 63", "-m hl --hl-lt 64", "-m addrtype --dst-type UNICAST", "-m addrtype --dst-type LOCAL",
        "-m addrtype --src-type UNICAST,LOCAL", "-m addrtype ! --dst-type MULTICAST", "-m addrtype --dst-type UNREACHABLE", "-m ipv6header --header prot", "-m ipv6header --header prot --soft",
        "-m ipv6header ! --header frag --soft", "-m ipv6header --header prot,frag", "-m ipv6header ! --header prot", "-m frag --fragfirst", "-m hbh", "-m dst", "-m rt", "-m eui64",
        "-m set --match-set six src", "-m set --match-set six dst", "-m set --match-set numbers dst",
        "-m length --length 0:39", "-m pkttype --pkt-type unicast", "-m iprange --src-range fd99:1::1-fd99:1::9", "-m conntrack --ctorigsrc fd99:1::2", "-m physdev ! --physdev-is-in",
    ];

    /// <summary>Asked of an IPv6 packet that is not routed yet.</summary>
    public static readonly string[] Version6Unrouted =
    [
        "-m rpfilter", "-m rpfilter --invert", "-m rpfilter --loose", "-m mac --mac-source 02:99:00:00:01:02", "-m socket",
    ];

    /// <summary>Asked of a SYN to a socket of the router that listens on its address and of one that listens on any.</summary>
    public static readonly string[] Local =
    [
        "-m addrtype --dst-type LOCAL", "-m addrtype --dst-type LOCAL --limit-iface-in", "-m addrtype ! --dst-type LOCAL", "-m conntrack --ctstate NEW", "-i r0", "-i +", "-m ttl --ttl-eq 64",
        "-m socket", "-m socket --nowildcard", "-m pkttype --pkt-type unicast", "-m mac --mac-source 02:99:00:00:01:02",
        "-m conntrack --ctstatus CONFIRMED", "-m policy --dir in --pol none", "-m set --match-set learned src,src", "-m set --match-set doors src,src", "-m set --match-set doors src,dst",
    ];

    /// <summary>Asked where the packet has reached the socket.</summary>
    public static readonly string[] Delivered = ["-m cgroup --cgroup 1", "-m cgroup ! --cgroup 1", "-m realm --realm 0x0", "-m realm ! --realm 0x0"];

    /// <summary>Asked of the first answer, on its way back.</summary>
    public static readonly string[] Answer =
    [
        "-p tcp -m tcp --sport 80", "-p tcp -m tcp --tcp-flags SYN,ACK SYN,ACK", "-p tcp -m tcp --syn", "-m conntrack --ctstate ESTABLISHED", "-m conntrack --ctstate NEW",
        "-m conntrack --ctdir REPLY", "-m conntrack --ctdir ORIGINAL", "-m conntrack --ctstatus SEEN_REPLY", "-m conntrack --ctstatus ASSURED", "-m conntrack --ctstatus CONFIRMED",
        "-m conntrack ! --ctstatus ASSURED", "-m conntrack --ctorigsrc 10.99.1.2", "-m conntrack --ctreplsrcport 80", "-m connmark --mark 0x80", "-m mark --mark 0x0",
        "-m set --match-set services src,src", "-m set --match-set flows dst,src,src", "-m set --match-set pods dst",
    ];
}
