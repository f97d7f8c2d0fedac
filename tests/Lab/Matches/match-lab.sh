#!/bin/sh
# match-lab.sh up|down PREFIX: a client, a router and a server in network namespaces of their own, joined by veth pairs.
# 10.99.1.2 fd99:1::2 client (c0) -- (r0) router 10.99.1.1 fd99:1::1 | 10.99.2.1 fd99:2::1 router (r1) -- (s0) server 10.99.2.2 fd99:2::2
set -u
client=$2-client router=$2-router server=$2-server

down() {
    for space in "$client" "$router" "$server"; do
        ip netns del "$space" 2>/dev/null
    done
    return 0
}

join() {
    ip -n "$router" link add "$2" address "02:99:00:00:0$3:01" type veth peer name "$4" netns "$1" address "02:99:00:00:0$3:02"
    ip -n "$router" address add "10.99.$3.1/24" dev "$2"
    ip -n "$router" address add "fd99:$3::1/64" dev "$2" nodad
    ip -n "$1" address add "10.99.$3.2/24" dev "$4"
    ip -n "$1" address add "fd99:$3::2/64" dev "$4" nodad
    ip -n "$router" link set "$2" up
    ip -n "$1" link set "$4" up
    ip -n "$1" link set lo up
    # Neighbours that are known, so that the packets of the test are the only ones.
    for version in "10.99.$3." "fd99:$3::"; do
        ip -n "$1" neigh replace "${version}1" dev "$4" lladdr "02:99:00:00:0$3:01" nud permanent
        ip -n "$router" neigh replace "${version}2" dev "$2" lladdr "02:99:00:00:0$3:02" nud permanent
    done
    ip -n "$1" route add default via "10.99.$3.1"
    ip -n "$1" route add default via "fd99:$3::1"
}

up() {
    set -e
    for space in "$client" "$router" "$server"; do
        ip netns add "$space"
    done
    join "$client" r0 1 c0
    join "$server" r1 2 s0
    ip -n "$router" link set lo up
    ip -n "$router" link set r0 group 7
    # shellcheck disable=SC2016 # expands in the inner shell
    ip netns exec "$router" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
        for rp in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >"$rp"; done'
}

case $1 in
    up) up ;;
    down) down ;;
esac
