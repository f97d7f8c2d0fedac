#!/bin/sh
# Builds two nodes of a cluster on this kernel, with two pods each, and a machine outside; IPv4 and IPv6. Like a node of kind, each node is a network namespace
# and a process namespace, so that a collector in there sees this node and its pods, and nothing else. Nothing of this machine is touched but /run and /etc/netns.
#
#   two-nodes.sh up      [--prefix P] [--plugin calico|flannel] [--network vxlan|routed] [--backend nft|legacy]
#   two-nodes.sh down    [--prefix P]                        removes it, also a half-built one
#   two-nodes.sh status  [--prefix P]                        says what is there
#   two-nodes.sh tunnels [--prefix P] [--plugin P] [--vni N] [--port N] node1|node2     makes that node's VXLAN devices and their routes anew
#   two-nodes.sh collect [--prefix P] node1|node2 > FILE     writes the collector's archive of one node
#   two-nodes.sh sample  [--prefix P] [...] FOLDER           builds it apart from this machine, makes connections, and writes both archives there
#
#   P-fabric    the switch between the machines: bridge br0
#   P-outside   172.18.0.1 (the gateway), 198.51.100.5 (a far client); sends 203.0.113.10 and .12 to node1, .11 to node2
#   P-node1     eth0 172.18.0.2, fc00:f853:ccd:e793::2; listens on 9100
#   P-client1   10.244.1.10, fd00:10:244:1::10, a pod of node1; nothing listens
#   P-web1      10.244.1.11, fd00:10:244:1::11, a pod of node1, port 8080
#   P-node2     eth0 172.18.0.3, fc00:f853:ccd:e793::3; listens on 9100
#   P-client2   10.244.2.10, fd00:10:244:2::10, a pod of node2; nothing listens
#   P-web2      10.244.2.11, fd00:10:244:2::11, a pod of node2, port 8080
#
# Plugin calico: pods behind /32 routes and proxy ARP. Plugin flannel: pods on bridge cni0. Between the nodes: VXLAN (vxlan.calico or flannel.1, and one more for
# IPv6), or plain routes. Services (rules/*.save): web on both nodes, far on node2, near on node1, edge and edge-local (NodePort 30080, 30081) and
# node-metrics (hostNetwork) on node2; virtual IPs 10.96.0.80 to .84 and .91, fd00:10:96::80 and so on.
set -eu

prefix=np-two
plugin=calico
network=vxlan
backend=nft
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
collector=$here/../../../src/Collector/netpath-collect.sh
# shellcheck source-path=SCRIPTDIR source=../spaces.sh
. "$here/../spaces.sh"

# ---- the parts -------------------------------------------------------------------------------------------------------------------

# batch SPACE: runs the lines of standard input as ip commands there.
batch() {
    ip -n "$prefix-$1" -batch -
}

make_namespace() {
    mkdir -p "/etc/netns/$prefix-$1"
    add_space "$1"
    case $1 in
        client* | web*) printf '%s\n' 'search default.svc.cluster.local svc.cluster.local cluster.local' 'nameserver 10.96.0.10' 'options ndots:5' ;;
        *) echo 'nameserver 172.18.0.1' ;;
    esac >"/etc/netns/$prefix-$1/resolv.conf"
    printf '%s\n' '127.0.0.1 localhost' >"/etc/netns/$prefix-$1/hosts"
    # No waiting for duplicate addresses.
    # shellcheck disable=SC2016 # expands in the inner shell
    inside "$1" sh -c '
        for name in all default; do
            echo 0 >/proc/sys/net/ipv6/conf/$name/accept_dad
            echo 0 >/proc/sys/net/ipv4/conf/$name/rp_filter
        done
        ip link set lo up'
}

make_fabric() {
    batch fabric <<TEXT
link add br0 type bridge mcast_snooping 0
link set br0 up
TEXT
    inside fabric sh -c 'echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables; echo 0 >/proc/sys/net/bridge/bridge-nf-call-ip6tables'
    for machine in outside node1 node2; do
        case $machine in outside) last=1 ;; node1) last=2 ;; node2) last=3 ;; esac
        batch fabric <<TEXT
link add $machine type veth peer name eth0 index 2 address 02:42:ac:12:00:0$last netns $prefix-$machine
link set $machine master br0 up
TEXT
        # One segment at a time: a veth carries larger ones whatever the MTU is, and a wire does not.
        batch "$machine" <<TEXT
link set eth0 gso_max_segs 1
address add 172.18.0.$last/16 brd + dev eth0
address add fc00:f853:ccd:e793::$last/64 dev eth0 nodad
link set eth0 up
TEXT
    done
}

make_outside() {
    batch outside <<TEXT
address add 198.51.100.5/32 dev lo
address add 2001:db8:c633:6405::5/128 dev lo nodad
route add 203.0.113.10 via 172.18.0.2
route add 203.0.113.11 via 172.18.0.3
route add 203.0.113.12 via 172.18.0.2
route add 2001:db8:cb00:71::10 via fc00:f853:ccd:e793::2
route add 2001:db8:cb00:71::11 via fc00:f853:ccd:e793::3
route add 2001:db8:cb00:71::12 via fc00:f853:ccd:e793::2
route add 10.244.1.0/24 via 172.18.0.2
route add 10.244.2.0/24 via 172.18.0.3
route add fd00:10:244:1::/64 via fc00:f853:ccd:e793::2
route add fd00:10:244:2::/64 via fc00:f853:ccd:e793::3
TEXT
}

# What the two plugins call the things that both have. $1: the node's number; $other: the other one's.
names() {
    other=$((3 - $1))
    case $plugin in
        calico) tunnel=vxlan.calico tunnel6=vxlan-v6.calico vni=4096 port=4789 block=26 block6=122 gateway6=1 proto=80 ;;
        flannel) tunnel=flannel.1 tunnel6=flannel-v6.1 vni=1 port=8472 block=24 block6=64 gateway6='' proto=boot ;;
    esac
    case $network in vxlan) mtu=1430 ;; *) mtu=1500 ;; esac
}

# set_node_up N
set_node_up() {
    names "$1"
    inside "node$1" sh -c '
        echo 1 >/proc/sys/net/ipv4/ip_forward
        echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
        echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
        echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
        echo 1 >/proc/sys/net/bridge/bridge-nf-call-ip6tables'
    batch "node$1" <<TEXT
route add default via 172.18.0.1 dev eth0
route add default via fc00:f853:ccd:e793::1 dev eth0
TEXT
    case $plugin in calico)
        batch "node$1" <<TEXT
route add blackhole 10.244.$1.0/$block proto 80
route add blackhole fd00:10:244:$1::/$block6 proto 80
TEXT
        ;;
    esac
    case $network in
        vxlan) add_tunnels "$1" ;;
        routed)
            proto=bird
            batch "node$1" <<TEXT
route add 10.244.$other.0/$block via 172.18.0.$((other + 1)) dev eth0 proto $proto
route add fd00:10:244:$other::/$block6 via fc00:f853:ccd:e793::$((other + 1)) dev eth0 proto $proto
TEXT
            ;;
    esac
}

# The devices, and for the other node what the plugin writes by hand, since the devices do not learn: neighbour and forwarding entry.
add_tunnels() {
    batch "node$1" <<TEXT
link add $tunnel index 10 address 66:7e:1c:00:04:0$1 mtu 1450 type vxlan id ${own_vni:-$vni} local 172.18.0.$(($1 + 1)) dev eth0 dstport ${own_port:-$port} nolearning
link add $tunnel6 index 11 address 66:7e:1c:00:06:0$1 mtu 1430 type vxlan id ${own_vni:-$vni} local fc00:f853:ccd:e793::$(($1 + 1)) dev eth0 dstport ${own_port:-$port} nolearning udp6zerocsumtx udp6zerocsumrx
address add 10.244.$1.0/32 dev $tunnel
address add fd00:10:244:$1::$gateway6/128 dev $tunnel6 nodad
link set $tunnel up
link set $tunnel6 up
neigh replace 10.244.$other.0 lladdr 66:7e:1c:00:04:0$other dev $tunnel nud permanent
neigh replace fd00:10:244:$other::$gateway6 lladdr 66:7e:1c:00:06:0$other dev $tunnel6 nud permanent
route add 10.244.$other.0/$block via 10.244.$other.0 dev $tunnel proto $proto onlink
route add fd00:10:244:$other::/$block6 via fd00:10:244:$other::$gateway6 dev $tunnel6 proto $proto onlink
TEXT
    inside "node$1" bridge -batch - <<TEXT
fdb replace 66:7e:1c:00:04:0$other dev $tunnel dst 172.18.0.$((other + 1)) self permanent
fdb replace 66:7e:1c:00:06:0$other dev $tunnel6 dst fc00:f853:ccd:e793::$((other + 1)) self permanent
TEXT
}

add_bridge() {
    names "$1"
    batch "node$1" <<TEXT
link add cni0 index 5 address 0a:58:0a:f4:0$1:01 mtu $mtu type bridge mcast_snooping 0
address add 10.244.$1.1/24 brd + dev cni0
address add fd00:10:244:$1::1/64 dev cni0 nodad
link set cni0 up
TEXT
}

# attach_pod SPACE N HOST-PART INTERFACE IFINDEX
attach_pod() {
    names "$2"
    "attach_pod_$plugin" "$@"
}

attach_pod_calico() {
    batch "node$2" <<TEXT
link add $4 index $5 address ee:ee:ee:ee:ee:ee mtu $mtu type veth peer name eth0 index 4 mtu $mtu netns $prefix-$1
TEXT
    # Felix opens the interface before it adds the pod's route: no proxy ARP delay, the pod's gateways are answered by proxy ARP and by the link-local address.
    inside "node$2" sh -c "
        echo 1 >/proc/sys/net/ipv4/conf/$4/proxy_arp
        echo 0 >/proc/sys/net/ipv4/neigh/$4/proxy_delay
        echo 1 >/proc/sys/net/ipv6/conf/$4/proxy_ndp"
    batch "node$2" <<TEXT
link set $4 up
route add 10.244.$2.$3 dev $4 scope link
route add fd00:10:244:$2::$3 dev $4
TEXT
    batch "$1" <<TEXT
address add 10.244.$2.$3/32 dev eth0
address add fd00:10:244:$2::$3/128 dev eth0 nodad
link set eth0 up
route add 169.254.1.1 dev eth0 scope link
route add default via 169.254.1.1 dev eth0
route add default via fe80::ecee:eeff:feee:eeee dev eth0
TEXT
}

attach_pod_flannel() {
    batch "node$2" <<TEXT
link add $4 index $5 mtu $mtu type veth peer name eth0 index 4 mtu $mtu netns $prefix-$1
link set $4 master cni0 up
link set $4 type bridge_slave hairpin on
TEXT
    batch "$1" <<TEXT
address add 10.244.$2.$3/24 brd + dev eth0
address add fd00:10:244:$2::$3/64 dev eth0 nodad
link set eth0 up
route add default via 10.244.$2.1 dev eth0
route add 10.244.0.0/16 via 10.244.$2.1 dev eth0
route add default via fd00:10:244:$2::1 dev eth0
TEXT
}

# restore SPACE 4|6 [OPTION]: loads rules from standard input.
restore() {
    case $2 in 4) tool=iptables ;; *) tool=ip6tables ;; esac
    tool=$tool-$backend-restore
    inside "$1" "$tool" ${3:+"$3"}
}

load_rules() {
    for family in 4 6; do
        restore "node$1" $family <"$here/rules/node$1-ipv$family.save"
        "load_${plugin}_rules" "$1" $family
    done
}

# The pools, and the nodes that may send VXLAN; Calico's own jumps stand before kube-proxy's.
load_calico_rules() {
    case $2 in
        4) kind=inet sets=cali40 pool=10.244.0.0/16 first=172.18.0.2 second=172.18.0.3 port=4789 device=vxlan.calico ;;
        6) kind=inet6 sets=cali60 pool=fd00:10:244::/56 first=fc00:f853:ccd:e793::2 second=fc00:f853:ccd:e793::3 port=4789 device=vxlan-v6.calico ;;
    esac
    inside "node$1" ipset restore <<TEXT
create ${sets}all-ipam-pools hash:net family $kind maxelem 1048576
create ${sets}masq-ipam-pools hash:net family $kind maxelem 1048576
create ${sets}all-vxlan-net hash:net family $kind maxelem 1048576
add ${sets}all-ipam-pools $pool
add ${sets}masq-ipam-pools $pool
add ${sets}all-vxlan-net $first
add ${sets}all-vxlan-net $second
TEXT
    sed -e "s/@SETS@/$sets/g; s/@DEVICE@/$device/; s/@FAMILY@/IPv$2/" "$here/rules/calico.save" |
        if [ "$network" = vxlan ]; then cat; else grep -v -i vxlan; fi | restore "node$1" "$2" --noflush
}

load_flannel_rules() {
    case $2 in
        4) all=10.244.0.0/16 own=10.244.$1.0/24 multicast=224.0.0.0/4 ;;
        6) all=fd00:10:244::/56 own=fd00:10:244:$1::/64 multicast=ff00::/8 ;;
    esac
    sed -e "s|@ALL@|$all|g; s|@OWN@|$own|; s|@MULTICAST@|$multicast|" "$here/rules/flannel.save" | restore "node$1" "$2" --noflush
}

# start_node N: a process namespace for the node. Named namespaces and their resolver files are hidden there, as they are in a container.
start_node() {
    # shellcheck disable=SC2016 # expands in the inner shell
    ip netns exec "$prefix-node$1" unshare --uts --mount --pid --fork --kill-child --mount-proc sh -c '
        echo "$1" >/proc/sys/kernel/hostname
        umount --lazy --recursive /run/netns
        mount -t tmpfs tmpfs /run/netns
        mount -t tmpfs tmpfs /etc/netns
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        : >"$2"
        exec perl "$3/serve.pl" 9100' sh "node$1" "$state/node$1.ready" "$here" </dev/null >>"$state/node$1.log" 2>&1 &
    echo $! >"$state/node$1.pid"
    # What the collector is started by: the same script, in the node's namespaces.
    cat >"$state/collect-node$1.sh" <<TEXT
exec nsenter --net=/proc/$!/ns/net --uts=/proc/$!/ns/uts --mount=/proc/$!/ns/mnt --pid=/proc/$!/ns/pid_for_children sh "$collector" "\$@"
TEXT
}

# start SPACE HOSTNAME COMMAND...: a process in its node's process namespace; of no node when the space is the outside.
start() {
    space=$1 hostname=$2
    shift 2
    case $space in
        outside) set -- ip netns exec "$prefix-$space" unshare --uts sh "$here/../named.sh" "$hostname" "$@" ;;
        *)
            read -r node <"$state/node${space##*[a-z]}.pid"
            set -- nsenter "--pid=/proc/$node/ns/pid_for_children" ip netns exec "$prefix-$space" unshare --uts sh "$here/../named.sh" "$hostname" "$@"
            ;;
    esac
    "$@" </dev/null >>"$state/$space.log" 2>&1 &
}

# ---- the commands ----------------------------------------------------------------------------------------------------------------

check_tools() {
    need_root
    need_tools ip bridge nsenter unshare perl "iptables-$backend-restore" "ip6tables-$backend-restore" ipset sed
}

up() {
    check_tools
    down
    mkdir -p "$state"
    trap 'undo_unless $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    for space in $spaces; do make_namespace "$space"; done
    make_fabric
    make_outside
    for n in 1 2; do
        set_node_up "$n"
        case $plugin in flannel) add_bridge "$n" ;; esac
        start_node "$n"
    done
    case $plugin in
        calico) set -- cali086f19da27d cali48685f95e1b cali843a1665eb5 cali455451dbca5 ;;
        flannel) set -- veth3d51a0c2 veth8f24e7b9 veth6b0a93fd vethc7e815a4 ;;
    esac
    attach_pod client1 1 10 "$1" 15
    attach_pod web1 1 11 "$2" 17
    attach_pod client2 2 10 "$3" 15
    attach_pod web2 2 11 "$4" 17
    for n in 1 2; do
        load_rules "$n"
        await "node$n does not start" "[ -e $state/node$n.ready ]"
    done
    start outside outside perl "$here/serve.pl" 8080
    start client1 client-7d9c5b4f6-k2x8w sleep 2147483647
    start web1 web-6f8d9c7b5-m4t7z perl "$here/serve.pl" 8080
    start client2 client-7d9c5b4f6-z5n3h sleep 2147483647
    start web2 web-6f8d9c7b5-q9r2v perl "$here/serve.pl" 8080
    for space in outside web1 web2; do await_port "$space" 8080; done
    for space in node1 node2; do await_port "$space" 9100; done
    echo "Two nodes are up ($plugin, $network): ip netns exec $prefix-client1 perl $here/ask.pl 10.96.0.81 80"
}

down() {
    remove_spaces
    rm -rf "$state"
}

status() {
    found=0
    for space in $spaces; do
        [ -e "/run/netns/$prefix-$space" ] || continue
        found=1
        printf '%-24s %s\n' "$prefix-$space" "$(ip -n "$prefix-$space" -o address show scope global | awk '{ printf "%s %s  ", $2, $4 }')"
    done
    [ "$found" -eq 1 ] || fail "there are no two nodes with the prefix $prefix"
}

collect() {
    [ -e "$state/collect-$1.sh" ] || fail "there is no $1 with the prefix $prefix"
    sh "$state/collect-$1.sh" --entries
}

tunnels() {
    n=${1#node}
    names "$n"
    for device in "$tunnel" "$tunnel6"; do ip -n "$prefix-$1" link delete "$device" 2>/dev/null || true; done
    add_tunnels "$n"
}

# In namespaces of processes and mounts of its own: no other lab can be in the way.
sample() {
    check_tools
    [ -d "$1" ] || fail "the archives go to a folder: two-nodes.sh sample FOLDER"
    mkdir -p /etc/netns
    # shellcheck disable=SC2016 # expands in the inner shell
    unshare --mount --pid --fork --mount-proc --uts sh -eu -c '
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /etc/netns
        "$1/two-nodes.sh" up --prefix "$2" --plugin "$3" --network "$4" --backend "$5"
        for address in 10.96.0.80 10.96.0.81 fd00:10:96::81; do
            ip netns exec "$2-client1" perl "$1/ask.pl" "$address" 80
        done
        ip netns exec "$2-outside" perl "$1/ask.pl" 172.18.0.2 30080
        for node in node1 node2; do
            "$1/two-nodes.sh" collect --prefix "$2" "$node" >"$6/$node.tar.gz"
        done
        "$1/two-nodes.sh" down --prefix "$2"' sh "$here" "$prefix" "$plugin" "$network" "$backend" "$(cd "$1" && pwd)" </dev/null
    rmdir /etc/netns 2>/dev/null || true
}

[ $# -gt 0 ] || { usage >&2; exit 2; }
action=$1
shift
while [ $# -gt 0 ]; do
    case $1 in
        --prefix | --plugin | --network | --backend | --vni | --port) [ $# -ge 2 ] || fail "$1 needs a value" ;;
        -*) fail "unknown option: $1" ;;
        *) break ;;
    esac
    case $1 in
        --prefix) prefix=$2 ;;
        --plugin) plugin=$2 ;;
        --network) network=$2 ;;
        --backend) backend=$2 ;;
        --vni) own_vni=$2 ;;
        --port) own_port=$2 ;;
    esac
    shift 2
done
case $prefix in '' | *[!A-Za-z0-9_-]*) fail "a prefix is of letters, digits, - and _: '$prefix'" ;; esac
case $plugin in calico | flannel) ;; *) fail "--plugin is calico or flannel, not '$plugin'" ;; esac
case $network in vxlan | routed) ;; *) fail "--network is vxlan or routed, not '$network'" ;; esac
case $backend in nft | legacy) ;; *) fail "--backend is nft or legacy, not '$backend'" ;; esac
state=/run/netpath-two-nodes/$prefix
spaces='node1 node2 outside client1 web1 client2 web2 fabric'
case $action in
    up | down | status) "$action" ;;
    collect | sample | tunnels) [ $# -eq 1 ] || fail "$action takes one argument"; "$action" "$1" ;;
    help | --help | -h) usage ;;
    *) fail "unknown command: $action (up, down, status, tunnels, collect or sample)" ;;
esac
