#!/bin/sh
# Builds the reference node on this kernel: a minikube node with Calico and kube-proxy (iptables mode), three pods and its DNS, and a machine on
# the uplink. Everything is in network namespaces of its own; nothing outside them is touched but /run/netns, /etc/netns and a cgroup.
#
#   lab.sh up     [--prefix P] [--backend nft|legacy]   builds it (removing first what an earlier one of that prefix left)
#   lab.sh down   [--prefix P]                          removes it, also a half-built one
#   lab.sh status [--prefix P]                          says what is there
#   lab.sh sample [--prefix P] > FILE                   builds one apart from this machine, makes a connection, and writes the collector's archive
#   lab.sh trace  [--prefix P] > FILE                   the same node, but writes what nft monitor trace prints of some connections' first packets
#
#   P-node       minikube                      eth0 192.168.49.2/24; listens on 8443 (the API server's place) and 32101 (health checks)
#   P-coredns    coredns-7d764666f9-6lmqz      10.244.120.65, ports 53 and 9153
#   P-numbers    numbers-api-5d8f4c6d9b-x2x7k  10.244.120.67, port 80; 11: eth0@if17 here, 17: cali693e13cd073@if11 on the node
#   P-client     client-66d9c8b7f4-8wz5k       10.244.120.68, nothing listens
#   P-backend    numbers-pair-84c5f9d6b7-k9w4t 10.244.120.69, port 80; its eth0 also has ifindex 11, as happens between namespaces
#   P-outside    outside                       192.168.49.1 (the gateway), 198.51.100.5 (a far client), and in place of a second node:
#                                              192.168.49.3 with pod 10.244.104.30, port 8080
set -eu

prefix=np-lab
backend=nft
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
rules=$here/rules/kube-proxy.save
# shellcheck source-path=SCRIPTDIR source=spaces.sh
. "$here/spaces.sh"

# ---- the parts -------------------------------------------------------------------------------------------------------------------

# make_namespace SPACE: the namespace, its loopback, its resolver configuration and hosts file.
make_namespace() {
    mkdir -p "/etc/netns/$prefix-$1"
    add_space "$1"
    ip -n "$prefix-$1" link set lo up
    if [ "$1" = outside ] || [ "$1" = node ]; then
        echo 'nameserver 192.168.49.1'
    else
        printf '%s\n' 'search default.svc.cluster.local svc.cluster.local cluster.local' 'nameserver 10.96.0.10' 'options ndots:5'
    fi >"/etc/netns/$prefix-$1/resolv.conf"
    printf '%s\n' '127.0.0.1 localhost' '::1 localhost ip6-localhost ip6-loopback' >"/etc/netns/$prefix-$1/hosts"
}

# The unified cgroup hierarchy, or nothing when it is not writable.
cgroup_root() {
    for root in /sys/fs/cgroup/unified /sys/fs/cgroup; do
        if [ -f "$root/cgroup.procs" ] && [ -w "$root" ]; then
            echo "$root"
            return
        fi
    done
}

# start SPACE HOSTNAME POD-UID COMMAND...: a process of that UTS host name, in a pod's cgroup as the kubelet names it (UID "-": none).
start() {
    space=$1 hostname=$2 uid=$3
    shift 3
    cgroup=
    if [ "$uid" != - ] && [ -n "$cgroups" ]; then
        cgroup=$cgroups/$prefix/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod$(echo "$uid" | tr - _).slice
        mkdir -p "$cgroup" 2>/dev/null || cgroup=
    fi
    # Not through inside(): a function in the background would be a shell of its own, and its id not that of the process.
    ip netns exec "$prefix-$space" unshare --uts sh "$here/named.sh" "$hostname" "$@" </dev/null >>"$state/$space.log" 2>&1 &
    echo $! >"$state/$space.pid"
    # From here, since `ip netns exec` hides the cgroup hierarchies behind a sysfs of its own.
    if [ -n "$cgroup" ]; then echo $! >"$cgroup/cgroup.procs"; fi
}

# attach_pod SPACE ADDRESS INTERFACE IFINDEX POD-IFINDEX: the veth pair and the routes as Calico makes them.
attach_pod() {
    ip -n "$prefix-node" link add "$3" index "$4" address ee:ee:ee:ee:ee:ee type veth peer name eth0 index "$5" netns "$prefix-$1"
    # Felix opens the interface before it adds the pod's route: no proxy ARP delay, the pod's gateway 169.254.1.1 is answered by proxy ARP.
    inside node sh -c "
        echo 1 >/proc/sys/net/ipv4/conf/$3/proxy_arp
        echo 0 >/proc/sys/net/ipv4/neigh/$3/proxy_delay
        echo 1 >/proc/sys/net/ipv4/conf/$3/forwarding
        echo 1 >/proc/sys/net/ipv4/conf/$3/route_localnet
        echo 0 >/proc/sys/net/ipv4/conf/$3/rp_filter"
    ip -n "$prefix-node" link set "$3" up
    ip -n "$prefix-node" route add "$2" dev "$3" scope link
    ip -n "$prefix-$1" address add "$2/32" dev eth0
    ip -n "$prefix-$1" link set eth0 up
    ip -n "$prefix-$1" route add 169.254.1.1 dev eth0 scope link
    ip -n "$prefix-$1" route add default via 169.254.1.1 dev eth0
}

attach_uplink() {
    ip -n "$prefix-node" link add eth0 index 2 type veth peer name eth0 netns "$prefix-outside"
    ip -n "$prefix-node" address add 192.168.49.2/24 brd + dev eth0
    ip -n "$prefix-node" link set eth0 up
    ip -n "$prefix-outside" address add 192.168.49.1/24 brd + dev eth0
    ip -n "$prefix-outside" address add 192.168.49.3/24 brd + dev eth0
    ip -n "$prefix-outside" address add 198.51.100.5/32 dev lo
    ip -n "$prefix-outside" address add 10.244.104.30/32 dev lo
    ip -n "$prefix-outside" link set eth0 up
    ip -n "$prefix-outside" route add 203.0.113.0/24 via 192.168.49.2
    ip -n "$prefix-outside" route add 10.244.120.64/26 via 192.168.49.2
    ip -n "$prefix-node" route add default via 192.168.49.1 dev eth0
}

set_node_up() {
    inside node sh -c '
        echo 1 >/proc/sys/net/ipv4/ip_forward
        echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
        echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter
        echo 0 >/proc/sys/net/ipv4/conf/default/rp_filter'
    # Calico: this node's block, so that an address without a pod goes nowhere; and the other node's block.
    ip -n "$prefix-node" route add blackhole 10.244.120.64/26 proto 80
    ip -n "$prefix-node" route add 10.244.104.0/26 via 192.168.49.3 dev eth0 proto 80 onlink
}

load_rules() {
    restore=iptables-$backend-restore
    command -v "$restore" >/dev/null 2>&1 || restore=iptables-restore
    inside node "$restore" <"$rules"
}

# ---- the commands ----------------------------------------------------------------------------------------------------------------

check_tools() {
    need_root
    need_tools ip nsenter unshare perl iptables-restore sed
}

up() {
    check_tools
    down
    mkdir -p "$state"
    trap 'undo_unless $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    cgroups=$(cgroup_root)
    for space in $spaces; do make_namespace "$space"; done
    attach_uplink
    set_node_up
    attach_pod coredns 10.244.120.65 cali97b404ef1b7 15 9
    attach_pod numbers 10.244.120.67 cali693e13cd073 17 11
    attach_pod client 10.244.120.68 cali241865e94fd 18 12
    attach_pod backend 10.244.120.69 cali5be3ae70b79 19 11
    load_rules
    start node minikube - perl "$here/http-server.pl" 8443 32101
    start outside outside - perl "$here/http-server.pl" 8080
    start coredns coredns-7d764666f9-6lmqz 0d6c1b52-4f7e-4c39-9a53-1f0a6f8e2b11 perl "$here/dns-server.pl" "$rules"
    start numbers numbers-api-5d8f4c6d9b-x2x7k 3f0c9d8e-7b21-4d55-8c6a-52e0b1a4f973 perl "$here/http-server.pl" 80
    start client client-66d9c8b7f4-8wz5k 8a1e44f0-2c6b-4b0d-b7d9-6e5f3c2a1908 sleep 2147483647
    start backend numbers-pair-84c5f9d6b7-k9w4t c52b7f16-90ad-4e83-a1f4-7d3e8b9c0a26 perl "$here/http-server.pl" 80
    await_port node 8443
    await_port outside 8080
    await_port coredns 53
    await_port numbers 80
    await_port backend 80
    echo "The reference node is up: ip netns exec $prefix-node iptables-save; connect from $prefix-client to http://numbers-api/ (10.109.60.134)"
}

down() {
    remove_spaces
    remove_cgroups
    rm -rf "$state"
}

# A cgroup can be removed once its killed processes are gone, which takes a moment.
remove_cgroups() {
    root=$(cgroup_root)
    [ -n "$root" ] && [ -d "$root/$prefix" ] || return 0
    tries=0
    while [ -d "$root/$prefix" ] && [ "$tries" -lt 50 ]; do
        find "$root/$prefix" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.1
        tries=$((tries + 1))
    done
}

status() {
    found=0
    for space in $spaces; do
        [ -e "/run/netns/$prefix-$space" ] || continue
        found=1
        pid=$(cat "$state/$space.pid" 2>/dev/null || echo '?')
        printf '%-24s pid %-8s %s\n' "$prefix-$space" "$pid" "$(ip -n "$prefix-$space" -o -4 address show | awk '$2 != "lo" || $4 !~ /^127/ { printf "%s %s  ", $2, $4 }')"
    done
    [ "$found" -eq 1 ] || fail "there is no lab with the prefix $prefix"
}

# In namespaces of processes and mounts of its own: nothing of this machine, and no other lab, shows in the archive.
apart() {
    check_tools
    [ ! -t 1 ] || fail "the result goes to standard output: lab.sh $action > FILE"
    mkdir -p /etc/netns
    # shellcheck disable=SC2016 # expands in the inner shell
    unshare --mount --pid --fork --mount-proc --uts sh -eu -c '
        echo host >/proc/sys/kernel/hostname
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /etc/netns
        "$1/lab.sh" up --prefix "$2" --backend "$3" >&2
        sleep 2 # until the IPv6 addresses are no longer tentative
        eval "$4"
        "$1/lab.sh" down --prefix "$2"' sh "$here" "$prefix" "$backend" "$1" </dev/null
    rmdir /etc/netns 2>/dev/null || true
}

sample() {
    # shellcheck disable=SC2016 # expands in the inner shell
    apart '
        ip netns exec "$2-client" perl "$1/http-get.pl" numbers-api >&2
        ip netns exec "$2-client" perl "$1/http-get.pl" numbers-sticky >&2
        "$1/../../src/Collector/netpath-collect.sh" --netns "$2-node" --entries'
}

# SYN and SYN+ACK, and questions to the DNS: what the rules of the nat table see, and the answers.
trace() {
    # shellcheck disable=SC2016 # expands in the inner shell
    apart '
        node="ip netns exec $2-node"
        client="ip netns exec $2-client perl $1/http-get.pl"
        $node iptables-nft -t raw -A PREROUTING -p tcp --tcp-flags SYN SYN -j TRACE
        $node iptables-nft -t raw -A PREROUTING -p udp --dport 53 -j TRACE
        timeout 20 $node stdbuf -oL nft -a monitor trace &
        monitor=$!
        sleep 1
        $client numbers-api >&2
        $client 10.106.0.1 80 >&2 || true
        ip netns exec "$2-outside" perl "$1/http-get.pl" 192.168.49.2 30080 >&2
        sleep 1
        kill "$monitor"
        wait "$monitor" || true'
}

[ $# -gt 0 ] || { usage >&2; exit 2; }
action=$1
shift
while [ $# -gt 0 ]; do
    case $1 in
        --prefix | --backend) [ $# -ge 2 ] || fail "$1 needs a value" ;;
        *) fail "unknown option: $1" ;;
    esac
    case $1 in
        --prefix) prefix=$2 ;;
        --backend) backend=$2 ;;
    esac
    shift 2
done
case $prefix in '' | *[!A-Za-z0-9_-]*) fail "a prefix is of letters, digits, - and _: '$prefix'" ;; esac
case $backend in nft | legacy) ;; *) fail "--backend is nft or legacy, not '$backend'" ;; esac
state=/run/netpath-lab/$prefix
spaces='node outside coredns numbers client backend'
case $action in
    up | down | status | sample | trace) "$action" ;;
    help | --help | -h) usage ;;
    *) fail "unknown command: $action (up, down, status, sample or trace)" ;;
esac
