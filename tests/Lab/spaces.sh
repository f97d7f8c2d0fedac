# Sourced by the scripts that build nodes out of network namespaces. Theirs are $prefix, which begins the name of each namespace, $spaces, which is all of
# them, and $state, a folder for logs and process ids.

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

usage() {
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"
}

need_root() {
    [ "$(id -u)" -eq 0 ] || fail "must run as root: it makes network namespaces"
}

# need_tools TOOL...
need_tools() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing"
    done
}

# add_space SPACE: the namespace, whose kernel sends as many ICMP errors as there are refused packets: by default it is a few a second for each receiver.
add_space() {
    ip netns add "$prefix-$1"
    inside "$1" sh -c 'for limit in ipv4/icmp_ratelimit ipv6/icmp/ratelimit; do [ ! -e "/proc/sys/net/$limit" ] || echo 0 >"/proc/sys/net/$limit"; done'
}

# inside SPACE COMMAND...: runs a command in one of the namespaces; /etc/resolv.conf is the namespace's own there.
inside() {
    space=$1
    shift
    ip netns exec "$prefix-$space" "$@"
}

# await PROBLEM CONDITION: waits ten seconds at most.
await() {
    tries=0
    until eval "$2"; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || fail "$1: $(cat "$state"/*.log)"
        sleep 0.05
    done
}

# await_port SPACE PORT: until a socket listens on that TCP port.
await_port() {
    hex=$(printf '%04X' "$2")
    await "nothing listens on port $2 in $prefix-$1" "inside $1 grep -qs ':$hex 0*:0000 0A' /proc/net/tcp /proc/net/tcp6"
}

# Removes the namespaces with all that runs in them: what `up` started, and what a test left behind.
remove_spaces() {
    for space in $spaces; do
        name=$prefix-$space
        if [ -e "/run/netns/$name" ]; then
            pids=$(ip netns pids "$name" 2>/dev/null || true)
            # shellcheck disable=SC2086 # a list of process ids
            [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
            ip netns delete "$name"
        fi
        rm -rf "/etc/netns/$name"
    done
    rmdir /etc/netns 2>/dev/null || true
}

# undo_unless EXIT-CODE: ends the script with that code; a half-built lab is removed.
undo_unless() {
    [ "$1" -eq 0 ] || down
    exit "$1"
}
