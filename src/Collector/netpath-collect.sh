#!/bin/sh
# Reads the network state of a Kubernetes node and of the pods on it, and writes one gzipped tar (format netpath-snapshot/1) to standard output.
# Only reads: it runs no command that would load a kernel module, create a table or chain, or ask for a legacy table that is not there.
# Works from a file and from standard input:   ssh node1 sh -s < netpath-collect.sh > node1.tar.gz
set -u

version=0.1.0
all_sections='netfilter routing links pods dns sysctl sockets conntrack'

usage() {
    cat <<'TEXT'
usage: netpath-collect.sh [options] > node.tar.gz

  --only SECTIONS     take only these, separated by commas: netfilter, routing, links, pods, conntrack, dns, sysctl, sockets
                      (pods: the pods' namespaces too, each with the other sections named)
  --netns NAME|PATH   treat this network namespace as the node's
  --pid N             treat the network namespace of this process as the node's (kind and minikube nodes are containers)
  --entries           take the connection tracking entries too, not only the counters
  --kubectl           take the objects of the Kubernetes API too, by kubectl with the kubeconfig that it finds (KUBECONFIG); passwords in pods'
                      environment and the like are left out
  --raw               write a plain tar, not gzipped
  --node NAME         the node's name in the snapshot (default: its host name)
  --help, --version
TEXT
}

# shellcheck disable=SC2317 # called by traps
# stop CODE: ends the walks that still run, so that nothing writes to the temporary folder while it is removed.
stop() {
    [ -z "$work" ] || : >"$work/stop"
    wait
    exit "$1"
}

complain() {
    echo "netpath-collect.sh: $2" >&2
    exit "$1"
}

# ---- in each namespace -----------------------------------------------------------------------------------------------------------

# The script that runs inside a namespace, one process for all of that namespace's files. Arguments: the folder in the archive (host,
# pods/INODE) and the resolv.conf to take. What it did goes to $NP_WORK/records.ID, a line a file, fields separated by tabs:
# path, command, exit code (empty: skipped on purpose), begin and end in seconds of uptime, file with stderr, text (reason, or stderr itself).
write_walker() {
    cat <<'WALKER'
set -u
base=$1
resolver=$2
tree=$NP_WORK/tree/$base
errors=$NP_WORK/stderr.${base##*/}
count=0
exec 3>"$NP_WORK/records.${base##*/}"

read -r name </proc/sys/kernel/hostname
printf '%s\n' "$name" >"$NP_WORK/hostname.${base##*/}"

wants() {
    case " $NP_SECTIONS " in *" $1 "*) return 0 ;; esac
    return 1
}

record() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$base/$1" "$2" "$3" "$4" "$5" "$6" "$7" >&3
}

skip() {
    record "$1" "$2" '' 0 0 '' "$3"
}

# run FILE COMMAND...
run() {
    [ ! -e "$NP_WORK/stop" ] || exit 1
    file=$1
    shift
    if ! command -v "$1" >/dev/null 2>&1; then
        record "$file" "$*" 127 0 0 '' "$1: command not found"
        return
    fi
    # lsns gives up when a process ends while it looks (util-linux 2.38), so it gets three chances.
    chances=1
    [ "$1" != lsns ] || chances=3
    read -r began _ </proc/uptime
    while :; do
        "$@" >"$tree/$file" 2>"$errors.$count" </dev/null
        code=$?
        chances=$((chances - 1))
        if [ "$code" -eq 0 ] || [ "$chances" -eq 0 ]; then break; fi
    done
    read -r ended _ </proc/uptime
    [ "$code" -eq 0 ] || [ -s "$tree/$file" ] || rm -f "$tree/$file"
    if [ -s "$errors.$count" ]; then
        record "$file" "$*" "$code" "$began" "$ended" "$errors.$count" ''
        count=$((count + 1))
    else
        record "$file" "$*" "$code" "$began" "$ended" '' ''
    fi
}

# legacy FILE TABLES COMMAND: asking a legacy tool for a table creates it, so only where the kernel already lists tables.
legacy() {
    if [ ! -e "$2" ]; then
        skip "$1" "$3 -c" "the kernel has no legacy tables here ($2 does not exist)"
    elif ! { read -r table <"$2"; } 2>/dev/null; then
        if [ -r "$2" ]; then
            skip "$1" "$3 -c" "no legacy tables in this namespace"
        else
            # Not "there are none": what is there is not known.
            record "$1" "$3 -c" 1 0 0 '' "$2 cannot be read (not root), so asking could create tables"
        fi
    elif [ -n "$table" ]; then
        run "$1" "$3" -c
    fi
}

netfilter() {
    if [ -n "$NP_NO_NFT" ]; then
        skip netfilter/iptables-nft-save.txt "$NP_NFT4 -c" "$NP_NO_NFT"
        skip netfilter/ip6tables-nft-save.txt "$NP_NFT6 -c" "$NP_NO_NFT"
        skip netfilter/nft-ruleset.json 'nft -j -a list ruleset' "$NP_NO_NFT"
    else
        run netfilter/iptables-nft-save.txt "$NP_NFT4" -c
        run netfilter/ip6tables-nft-save.txt "$NP_NFT6" -c
        run netfilter/nft-ruleset.json nft -j -a list ruleset
    fi
    legacy netfilter/iptables-legacy-save.txt /proc/net/ip_tables_names "$NP_LEGACY4"
    legacy netfilter/ip6tables-legacy-save.txt /proc/net/ip6_tables_names "$NP_LEGACY6"
    if [ -n "$NP_NO_IPSET" ]; then
        skip netfilter/ipset-save.txt 'ipset save' "$NP_NO_IPSET"
    else
        run netfilter/ipset-save.txt ipset save
    fi
    # The node's only, and only where the kernel has IPVS already: ipvsadm would load it.
    if [ "$base" = host ] && [ -e /proc/net/ip_vs ]; then run netfilter/ipvs.txt ipvsadm -Sn; fi
    recent
}

# The lists of the xt_recent match (kube-proxy's session affinity): one process for all, one record each.
recent() {
    if [ ! -d /proc/net/xt_recent ]; then
        skip netfilter/xt_recent 'cp /proc/net/xt_recent/*' 'the kernel has no xt_recent here (/proc/net/xt_recent does not exist)'
        return
    fi
    set -- /proc/net/xt_recent/*
    [ -e "$1" ] || return
    mkdir -p "$tree/netfilter/xt_recent"
    read -r began _ </proc/uptime
    cp "$@" "$tree/netfilter/xt_recent/" 2>"$errors.$count"
    read -r ended _ </proc/uptime
    for list in "$@"; do
        file=netfilter/xt_recent/${list##*/}
        if [ -f "$tree/$file" ]; then
            record "$file" "cp $list" 0 "$began" "$ended" '' ''
        else
            record "$file" "cp $list" 1 "$began" "$ended" "$errors.$count" ''
        fi
    done
    count=$((count + 1))
}

routing() {
    run routing/route4.json ip -4 -j -p -d route show table all
    run routing/route6.json ip -6 -j -p -d route show table all
    run routing/rule4.json ip -4 -j -p -d rule show
    run routing/rule6.json ip -6 -j -p -d rule show
    run routing/nexthop.json ip -j -p -d nexthop show
    run routing/neighbour.json ip -j -p neigh show
    # The node's only, and only where IPsec is in the kernel already (NETLINK_XFRM, 6): ip would load it. Policies hold no keys; of the states, which do, only the number.
    if [ "$base" = host ] && awk '$2 == 6 { found = 1 } END { exit !found }' /proc/net/netlink 2>/dev/null </dev/null; then
        run routing/xfrm-policy.txt ip xfrm policy
        run routing/xfrm-state.txt ip xfrm state count
    fi
}

# The links first: a dump of them makes the kernel give ids to the namespaces at their other ends.
links() {
    run links/link.json ip -j -p -d link show
    run links/address.json ip -j -p address show
    run links/fdb.json bridge -j -p fdb show
    run links/netns.json lsns -t net -J -o NS,NETNSID,PID,NSFS
}

dns() {
    if [ -n "$resolver" ]; then
        run dns/resolv.conf cat "$resolver"
        # Names that need no server. A resolv.conf that lies elsewhere, at the end of a link, has none beside it.
        hosts=${resolver%/*}/hosts
        [ ! -r "$hosts" ] || run dns/hosts cat "$hosts"
    else
        skip dns/resolv.conf 'cat /etc/resolv.conf' 'no process in this namespace, and no /etc/netns/NAME/resolv.conf'
    fi
}

# Interface names may hold dots, hence the slash form. Keys that this kernel does not have are left out.
sysctl() {
    set -- /proc/sys/net
    set -- "$1"/ipv4/ip_forward "$1"/ipv4/ip_nonlocal_bind "$1"/ipv4/ip_local_port_range "$1"/ipv4/ip_local_reserved_ports \
        "$1"/ipv4/fib_multipath_hash_policy "$1"/ipv4/tcp_tw_reuse "$1"/ipv4/tcp_keepalive_time "$1"/ipv4/tcp_abort_on_overflow "$1"/ipv4/vs/* "$1"/ipv4/neigh/default/gc_thresh[123] \
        "$1"/ipv4/conf/*/forwarding "$1"/ipv4/conf/*/rp_filter "$1"/ipv4/conf/*/route_localnet "$1"/ipv4/conf/*/accept_local \
        "$1"/ipv4/conf/*/proxy_arp "$1"/ipv4/conf/*/arp_ignore "$1"/ipv4/conf/*/src_valid_mark "$1"/ipv4/conf/*/log_martians \
        "$1"/ipv4/conf/*/ignore_routes_with_linkdown "$1"/ipv6/conf/*/forwarding "$1"/ipv6/conf/*/disable_ipv6 \
        "$1"/ipv6/conf/*/proxy_ndp "$1"/ipv6/neigh/default/gc_thresh[123] "$1"/bridge/bridge-nf-call-* \
        "$1"/netfilter/nf_conntrack* "$1"/netfilter/nf_log_all_netns "$1"/core/somaxconn
    read -r began _ </proc/uptime
    awk 'BEGIN {
        for (i = 1; i < ARGC; i++)
            while ((getline value < ARGV[i]) > 0)
                print substr(ARGV[i], 11) " = " value
    }' "$@" >"$tree/sysctl.txt" 2>"$errors.$count" </dev/null
    code=$?
    read -r ended _ </proc/uptime
    record sysctl.txt 'awk /proc/sys/net/...' "$code" "$began" "$ended" "$errors.$count" ''
    count=$((count + 1))
}

# Listening TCP sockets (state 0A) and all UDP ones; established connections are not NetPath's business and may be many.
sockets() {
    read -r began _ </proc/uptime
    awk -v folder="$tree/sockets/" 'BEGIN {
        for (i = 1; i < ARGC; i++) {
            file = "/proc/net/" ARGV[i]
            for (number = 1; (getline line < file) > 0; number++) {
                split(line, field, " ")
                if (number == 1 || ARGV[i] ~ /^udp/ || field[4] == "0A") print line > (folder ARGV[i] ".txt")
            }
        }
    }' tcp tcp6 udp udp6 2>/dev/null </dev/null
    code=$?
    read -r ended _ </proc/uptime
    for table in tcp tcp6 udp udp6; do
        if [ -f "$tree/sockets/$table.txt" ]; then
            record "sockets/$table.txt" "awk /proc/net/$table" "$code" "$began" "$ended" '' ''
        elif [ "$code" -eq 127 ]; then
            record "sockets/$table.txt" "awk /proc/net/$table" 127 0 0 '' 'awk: command not found'
        else
            record "sockets/$table.txt" "awk /proc/net/$table" 1 "$began" "$ended" '' "/proc/net/$table cannot be read"
        fi
    done
    run sockets/netstat.txt cat /proc/net/netstat
    if [ -n "$NP_NO_DIAG" ]; then
        skip sockets/ss.txt 'ss -H -O -l -n -t -u -e' "$NP_NO_DIAG"
    else
        run sockets/ss.txt ss -H -O -l -n -t -u -e
    fi
}

conntrack_state() {
    if [ -e /proc/net/stat/nf_conntrack ]; then
        run conntrack/stat.txt cat /proc/net/stat/nf_conntrack
    else
        skip conntrack/stat.txt 'cat /proc/net/stat/nf_conntrack' 'connection tracking is not in the kernel, or its statistics are not in /proc'
    fi
    [ -n "$NP_ENTRIES" ] || return
    if [ -r /proc/net/nf_conntrack ]; then
        run conntrack/entries.txt cat /proc/net/nf_conntrack
    elif [ -n "$NP_NO_CTNETLINK" ]; then
        skip conntrack/entries.txt 'conntrack -L -o extended' "$NP_NO_CTNETLINK"
    else
        # Older versions of the tool list one family at a time, and IPv4 unless told.
        run conntrack/entries.txt sh -c 'conntrack -L -o extended -f ipv4 && conntrack -L -o extended -f ipv6'
    fi
}

if wants links; then links; fi
if wants routing; then routing; fi
if wants netfilter; then netfilter; fi
if wants conntrack; then conntrack_state; fi
if wants sockets; then sockets; fi
if wants sysctl; then sysctl; fi
if wants dns; then dns; fi
WALKER
}

# ---- what this machine has -------------------------------------------------------------------------------------------------------

# kernel_has MODULE CONFIG-OPTION SYMBOL: whether the code is in the running kernel now. A loaded module has a folder under /sys/module; one that
# is built in is listed in modules.builtin or =y in the configuration, and where neither can be read, shows in /proc/kallsyms.
kernel_has() {
    [ ! -d "/sys/module/$1" ] || return 0
    builtin=/lib/modules/$kernel/modules.builtin
    [ ! -r "$builtin" ] || ! grep -q "/$1\.ko" "$builtin" || return 0
    if [ ! -e "$work/config" ]; then
        gzip -dc /proc/config.gz >"$work/config" 2>/dev/null || cat "/boot/config-$kernel" >"$work/config" 2>/dev/null
    fi
    if [ -s "$work/config" ]; then
        grep -q "^$2=y" "$work/config"
    else
        [ ! -r "$builtin" ] && grep -q " $3\$" /proc/kallsyms 2>/dev/null
    fi
}

# unless_kernel_has MODULE CONFIG-OPTION SYMBOL: prints the reason to skip what needs it, or nothing.
unless_kernel_has() {
    kernel_has "$@" || echo "$1 is not in the running kernel; asking would load it"
}

# save_tool PROTOCOL BACKEND: the program that prints this backend's tables. Where only iptables-save exists, its version names its backend
# ("(nf_tables)", "(legacy)"; before 1.8 there was no name and only the legacy one).
save_tool() {
    if ! command -v "$1-$2-save" >/dev/null 2>&1 && command -v "$1-save" >/dev/null 2>&1; then
        case $("$1-save" --version 2>/dev/null || "$1" --version 2>/dev/null) in
            *nf_tables*) default=nft ;;
            *) default=legacy ;;
        esac
        if [ "$default" = "$2" ]; then
            echo "$1-save"
            return
        fi
    fi
    echo "$1-$2-save"
}

look_at_machine() {
    case " $sections " in *' netfilter '*)
        NP_NFT4=$(save_tool iptables nft) NP_NFT6=$(save_tool ip6tables nft)
        NP_LEGACY4=$(save_tool iptables legacy) NP_LEGACY6=$(save_tool ip6tables legacy)
        NP_NO_NFT=$(unless_kernel_has nf_tables CONFIG_NF_TABLES nft_do_chain)
        NP_NO_IPSET=$(unless_kernel_has ip_set CONFIG_IP_SET ip_set_test)
        export NP_NFT4 NP_NFT6 NP_LEGACY4 NP_LEGACY6 NP_NO_NFT NP_NO_IPSET
        ;;
    esac
    case " $sections " in *' sockets '*)
        NP_NO_DIAG=$(unless_kernel_has inet_diag CONFIG_INET_DIAG inet_diag_register)
        [ -n "$NP_NO_DIAG" ] || NP_NO_DIAG=$(unless_kernel_has tcp_diag CONFIG_INET_TCP_DIAG tcp_diag_dump)
        [ -n "$NP_NO_DIAG" ] || NP_NO_DIAG=$(unless_kernel_has udp_diag CONFIG_INET_UDP_DIAG udp_diag_dump)
        export NP_NO_DIAG
        ;;
    esac
    NP_NO_CTNETLINK=
    [ -z "$entries" ] || NP_NO_CTNETLINK=$(unless_kernel_has nf_conntrack_netlink CONFIG_NF_CT_NETLINK ctnetlink_dump_table)
    NP_WORK=$work NP_SECTIONS=$sections NP_ENTRIES=$entries
    export NP_NO_CTNETLINK NP_WORK NP_SECTIONS NP_ENTRIES
}

# ---- which namespaces ------------------------------------------------------------------------------------------------------------

# inside NET-PATH UTS-PATH COMMAND...: in that network namespace (empty: this one) and, when given, that host name's.
inside() {
    enter_net=$1 enter_uts=$2
    shift 2
    if [ -z "$enter_net" ]; then
        "$@"
    elif [ -n "$enter_uts" ]; then
        nsenter --net="$enter_net" --uts="$enter_uts" -- "$@"
    else
        nsenter --net="$enter_net" -- "$@"
    fi
}

inode_of() {
    stat -L -c %i "$1" 2>/dev/null
}

# $work/host-namespace and $work/namespaces: a line a namespace: inode|its id as the host sees it|processes as PID:UTS-INODE|name under /run/netns
find_namespaces() {
    # Some processes end meanwhile; those that may not be looked at are counted, but for pid 1, which some machines hide and which is no pod.
    {
        printf '%s\n' /proc/[0-9]*/ns/net /proc/[0-9]*/ns/uts | xargs stat -L -c '%i %n'
        stat -L -c '%i %n' "$named"/*
    } >"$work/inodes" 2>"$work/inodes.errors"
    denied=$(grep -v '/proc/1/' "$work/inodes.errors" | grep -c 'ns/net.*[Pp]ermission denied')
    [ "$denied" -eq 0 ] || [ -z "$take_pods" ] || printf 'pods\tstat -L /proc/*/ns/net\t1\t0\t0\t\t%s\n' \
        "the network namespaces of $denied processes cannot be read (are you root?), so pods may be missing" >>"$work/records.main"
    init=$(inode_of /proc/1/ns/net)
    [ -n "$init" ] || [ -z "$host_net" ] || init=$(inode_of /proc/self/ns/net)
    # The dump of links makes the kernel assign the ids that the other two then print.
    # shellcheck disable=SC2016 # expands in the inner shell
    inside "$host_net" '' sh -c '
        ip link show >/dev/null 2>&1
        for chance in 1 2 3; do lsns -t net -n -r -o NS,NETNSID && break; done
        ip netns list-id 2>/dev/null' >"$work/ids" </dev/null 2>/dev/null
    [ -z "$take_pods" ] || command -v lsns >/dev/null 2>&1 || printf 'pods\tlsns -t net -n -r -o NS,NETNSID\t127\t0\t0\t\t%s\n' \
        'lsns: command not found, so namespaces without a name under /run/netns have no id here, and may be missing' >>"$work/records.main"
    awk -v host="$host_inode" -v init="$init" -v chosen="$host_net" -v named="$named/" '
        FILENAME ~ /ids$/ && $1 == "nsid" {
            label = $0
            if (sub(/^nsid [0-9]+ \(iproute2 netns name: /, "", label) && sub(/\)$/, "", label)) id_by_name[label] = $2
            next
        }
        FILENAME ~ /ids$/ { if ($2 ~ /^[0-9]+$/) id[$1] = $2; next }
        {
            path = substr($0, length($1) + 2)
            split(path, part, "/")
            if (index(path, named) == 1) {
                label = substr(path, length(named) + 1)
                if (!($1 in name)) name[$1] = label
                if (label in id_by_name) id[$1] = id_by_name[label]
            } else if (part[5] == "uts") {
                uts[part[3]] = $1
            } else if (!($1 in first) || part[3] + 0 < first[$1] + 0) {
                if ($1 in first) more[$1] = more[$1] " " first[$1]
                first[$1] = part[3]
            } else if (length(more[$1]) < 200) {
                more[$1] = more[$1] " " part[3]
            }
        }
        function line(inode,   list, n, i, pid) {
            n = split(first[inode] more[inode], pid, " ")
            for (i = 1; i <= n; i++) list = list (i > 1 ? " " : "") pid[i] ":" uts[pid[i]]
            return inode "|" id[inode] "|" list "|" name[inode]
        }
        END {
            print line(host) > host_file
            # A host namespace that is not the machine itself owns what it is linked to; the machine itself owns all.
            if (chosen != "" || init != "" && init != host) {
                for (inode in id) if (inode != host && inode != init) print line(inode)
            } else {
                for (inode in name) seen[inode] = 1
                for (inode in first) seen[inode] = 1
                for (inode in seen) if (inode != host) print line(inode)
            }
        }' host_file="$work/host-namespace" "$work/ids" "$work/inodes" | sort -n >"$work/namespaces"
}

# choose_process PROCESSES: sets $pid (the one whose host name and resolv.conf stand for the namespace), $uts and $uid. A pause container's process comes after the
# others, and one that only entered the network namespace, as of nsenter, after that: host name and resolv.conf of it are the machine's.
choose_process() {
    pid='' uts='' uid='' best=0
    for process in $1; do
        candidate=${process%%:*}
        [ -n "$uid" ] || pod_uid_of "$candidate"
        { read -r command <"/proc/$candidate/comm"; } 2>/dev/null || continue
        rank=3
        [ "$command" != pause ] && [ -r "/proc/$candidate/root/etc/resolv.conf" ] || rank=2
        [ "${process#*:}" != "$own_uts" ] || rank=1
        [ "$rank" -le "$best" ] || pid=$candidate uts=${process#*:} best=$rank
    done
}

# pod_uid_of PID: sets $uid from the cgroup path, as kubelet names it under either cgroup driver: .../kubepods/burstable/podUID/..., or
# .../kubepods-burstable-podUID.slice/... with _ for -. A static pod's UID is a bare hash.
pod_uid_of() {
    [ -r "/proc/$1/cgroup" ] || return
    while read -r line; do
        case $line in *kubepods*[-/]pod[0-9a-f]*) ;; *) continue ;; esac
        line=${line#*kubepods}
        line=${line#*[-/]pod}
        line=${line%%[./:]*}
        while [ "$line" != "${line#*_}" ]; do line=${line%%_*}-${line#*_}; done
        case $line in *[!0-9a-f-]*) continue ;; esac
        [ "${#line}" -lt 32 ] || { uid=$line && return; }
    done 2>/dev/null <"/proc/$1/cgroup"
}

# resolver_of PID NAME: prints the resolv.conf that programs in that namespace read. A symbolic link is followed inside the process's own root.
resolver_of() {
    file=/proc/$1/root/etc/resolv.conf
    if [ -n "$1" ] && [ -L "$file" ]; then
        target=$(readlink "$file")
        case $target in /*) file=/proc/$1/root$target ;; esac
    fi
    if [ -n "$1" ] && [ -r "$file" ]; then
        echo "$file"
    elif [ -n "$2" ] && [ -r "/etc/netns/$2/resolv.conf" ]; then
        echo "/etc/netns/$2/resolv.conf"
    fi
}

# ---- the walk --------------------------------------------------------------------------------------------------------------------

# walk FOLDER NET-PATH UTS-PATH RESOLV.CONF: collects one namespace.
walk() {
    folders=
    for section in $sections; do
        case $section in pods | sysctl) ;; *) folders="$folders $work/tree/$1/$section" ;; esac
    done
    # shellcheck disable=SC2086 # a list; $work comes from mktemp and the rest is ours
    mkdir -p "$work/tree/$1" $folders
    inside "$2" "$3" sh "$work/walk.sh" "$1" "$4" 2>"$work/stderr.${1##*/}.walk" </dev/null && return
    code=$?
    # Not entered: nsenter is missing or not permitted, or the namespace is gone.
    [ -e "$work/hostname.${1##*/}" ] || printf '%s\t%s\t%s\t0\t0\t%s\t\n' "$1" "nsenter --net=$2" "$code" "$work/stderr.${1##*/}.walk" >"$work/records.${1##*/}"
}

# hostname_of FOLDER: sets $hostname to the name that the walk saw there; empty when it was not entered.
hostname_of() {
    hostname=
    [ ! -e "$work/hostname.${1##*/}" ] || read -r hostname <"$work/hostname.${1##*/}"
}

# list FOLDER INODE PID NETNS-ID POD-UID HOSTNAME NAME: the namespace's line for the manifest.
list() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$work/listed"
}

walk_host() {
    name='' pid=$host_pid uts='' uid=''
    if [ -e "$work/host-namespace" ]; then
        IFS='|' read -r _ _ processes name <"$work/host-namespace"
        [ -n "$pid" ] || [ -z "$host_net" ] || choose_process "$processes"
    fi
    if [ -z "$host_net" ]; then
        [ "$(inode_of /proc/1/ns/net)" != "$host_inode" ] || pid=1
        resolver=/etc/resolv.conf
    else
        resolver=$(resolver_of "$pid" "$name")
        [ -n "$resolver" ] || resolver=/etc/resolv.conf
    fi
    uts_path=
    [ -z "$host_net" ] || [ -z "$pid" ] || uts_path=/proc/$pid/ns/uts
    [ -z "$uts_path" ] || host_uts=$(inode_of "$uts_path")
    walk host "$host_net" "$uts_path" "$resolver"
    hostname_of host
    # A process that shares this machine's host name says nothing about the name of the namespace.
    if [ -n "$name" ] && [ -z "$host_pid" ] && { [ -z "$pid" ] || [ "$host_uts" = "$own_uts" ]; }; then hostname=$name; fi
    [ -n "$node" ] || node=$hostname
    list host "$host_inode" "$pid" '' '' "$hostname" "$name"
}

# Four pods at a time: quick, and not a burden to a busy node.
walk_pods() {
    running=0
    while IFS='|' read -r inode id processes name; do
        choose_process "$processes"
        net=$named/$name
        [ -n "$name" ] || net=/proc/$pid/ns/net
        uts_path=
        [ -z "$pid" ] || uts_path=/proc/$pid/ns/uts
        walk "pods/$inode" "$net" "$uts_path" "$(resolver_of "$pid" "$name")" &
        printf '%s|%s|%s|%s|%s|%s\n' "$inode" "$id" "$pid" "$uts" "$uid" "$name" >>"$work/walked"
        running=$((running + 1))
        [ $((running % 4)) -ne 0 ] || wait
    done <"$work/namespaces"
    wait
    [ -e "$work/walked" ] || return
    while IFS='|' read -r inode id pid uts uid name; do
        hostname_of "pods/$inode"
        if [ -n "$name" ] && { [ -z "$pid" ] || [ "$uts" = "$host_uts" ] || [ "$uts" = "$own_uts" ]; }; then hostname=$name; fi
        list "pods/$inode" "$inode" "$pid" "$id" "$uid" "$hostname" "$name"
    done <"$work/walked"
}

# ---- the Kubernetes API ----------------------------------------------------------------------------------------------------------

# Lists of objects as kubectl prints them, where NetPath puts what it reads from the API itself. A resource that the cluster does not have (Calico's own)
# is skipped; whatever else goes wrong is recorded as the command's failure.
collect_objects() {
    mkdir -p "$work/tree/kubernetes"
    for resource in services endpointslices.discovery.k8s.io pods nodes networkpolicies.networking.k8s.io ippools.crd.projectcalico.org \
        blockaffinities.crd.projectcalico.org; do
        list=kubernetes/${resource%%.*}.json
        command="kubectl get $resource -A -o json"
        if ! command -v kubectl >/dev/null 2>&1; then
            printf '%s\t%s\t127\t0\t0\t\t%s\n' "$list" "$command" 'kubectl: command not found' >>"$work/records.main"
            continue
        fi
        errors=$work/stderr.kubectl.${resource%%.*}
        read -r began _ </proc/uptime
        kubectl get "$resource" -A -o json --request-timeout=60s --cache-dir="$work/cache" >"$work/objects" 2>"$errors" </dev/null
        code=$?
        read -r ended _ </proc/uptime
        if [ "$code" -eq 0 ]; then
            without_secrets <"$work/objects" >"$work/tree/$list" || code=$?
        elif grep -q "doesn't have a resource type" "$errors"; then
            printf '%s\t%s\t\t0\t0\t\t%s\n' "$list" "$command" "the cluster has no $resource" >>"$work/records.main"
            continue
        elif grep -v '^[EW][0-9][0-9][0-9][0-9] ' "$errors" >"$errors.last"; then
            # What kubectl itself logs on its way comes first, and may be long; why it failed stands behind it.
            errors=$errors.last
        fi
        printf '%s\t%s\t%s\t%s\t%s\t%s\t\n' "$list" "$command" "$code" "$began" "$ended" "$errors" >>"$work/records.main"
    done
    rm -f "$work/objects"
}

# without_secrets: kubectl's JSON, a member a line, without what NetPath never reads: bookkeeping, and the places in pods where passwords stand in the
# open. Where the last member of an object goes, the one before it loses its comma.
without_secrets() {
    awk '
        function ends(line) { if (line !~ /,$/) sub(/,$/, "", before) }
        skipping != "" {
            if (index($0, skipping) == 1) { skipping = ""; ends($0) }
            next
        }
        {
            match($0, /^ */)
            depth = RLENGTH / 4
            if (depth == 4 && $1 ~ /^"(managedFields|volumes)":$/ \
                || depth == 5 && $1 == "\"kubectl.kubernetes.io/last-applied-configuration\":" \
                || depth == 6 && $1 ~ /^"(env|envFrom|command|args|lifecycle|livenessProbe|readinessProbe|startupProbe|volumeMounts)":$/) {
                if ($0 ~ /(\[|\{)$/) skipping = substr($0, 1, RLENGTH) ($0 ~ /\[$/ ? "]" : "}")
                else ends($0)
                next
            }
            if (NR > 1) print before
            before = $0
        }
        END { print before }'
}

write_manifest() {
    read -r finished _ </proc/uptime
    set -- "$work/listed" "$work/records.main" "$work/records.host"
    [ ! -e "$work/walked" ] || while IFS='|' read -r inode _; do set -- "$@" "$work/records.$inode"; done <"$work/walked"
    NP_NODE=$node awk -F '\t' -v version="$version" -v kernel="$kernel" -v captured="$captured" \
        -v began="$started" -v finished="$finished" -v sections="$sections${kubectl:+ kubernetes}" '
        BEGIN {
            for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
            escape["\""] = "\\\""; escape["\\"] = "\\\\"; escape["\n"] = "\\n"; escape["\r"] = "\\r"; escape["\t"] = "\\t"
        }
        # How many bytes the UTF-8 character at this place has; 0 when the bytes there are not one (RFC 3629).
        function utf8(text, at,   lead, size, i, next_byte) {
            lead = code[substr(text, at, 1)]
            size = lead < 194 ? 0 : lead < 224 ? 2 : lead < 240 ? 3 : lead < 245 ? 4 : 0
            for (i = 1; i < size; i++) {
                next_byte = code[substr(text, at + i, 1)] + 0
                if (next_byte < 128 || next_byte > 191) return 0
                if (i == 1 && (lead == 224 && next_byte < 160 || lead == 237 && next_byte > 159 || lead == 240 && next_byte < 144 || lead == 244 && next_byte > 143)) return 0
            }
            return size
        }
        function json(text,   result, at, size, byte) {
            if (text !~ /[^ -~]|["\\]/) return "\"" text "\""
            for (at = 1; at <= length(text); at++) {
                byte = substr(text, at, 1)
                if (byte in escape) result = result escape[byte]
                else if (code[byte] < 32 || code[byte] == 127) result = result sprintf("\\u%04x", code[byte])
                else if (code[byte] < 128) result = result byte
                else if ((size = utf8(text, at)) > 0) { result = result substr(text, at, size); at += size - 1 }
                else result = result "\\ufffd"
            }
            return "\"" result "\""
        }
        function text_or_null(text) { return text == "" ? "null" : json(text) }
        function number_or_null(text) { return text == "" ? "null" : text }
        # At most 500 bytes of what a command complained about.
        function contents(file,   all, line) {
            while (length(all) <= 500 && (getline line < file) > 0) all = all (all == "" ? "" : "\n") line
            close(file)
            return length(all) > 500 ? substr(all, 1, 500) "..." : all
        }
        function milliseconds(from, to) { return sprintf("%d", (to - from) * 1000 + 0.5) }
        FILENAME ~ /listed$/ {
            namespaces = namespaces (namespaces == "" ? "" : ",\n") "  {\"path\":" json($1) ",\"inode\":" number_or_null($2) ",\"pid\":" number_or_null($3) ",\"netnsId\":" number_or_null($4) ",\"name\":" text_or_null($7) ",\"hostname\":" text_or_null($6) ",\"podUid\":" text_or_null($5) "}"
            next
        }
        {
            files = files (files == "" ? "" : ",\n") "  {\"path\":" json($1) ",\"command\":" json($2) ",\"exitCode\":" number_or_null($3) ",\"durationMs\":" milliseconds($4, $5)
            files = files ",\"stderr\":" json($3 == "" ? "" : $6 != "" ? contents($6) : $7) ($3 == "" ? ",\"skipped\":" json($7) : "") "}"
        }
        END {
            gsub(/ /, "\",\"", sections)
            print "{\"format\":\"netpath-snapshot/1\",\"collectorVersion\":" json(version) ",\"node\":" json(ENVIRON["NP_NODE"]) ",\"kernelRelease\":" json(kernel) ","
            print " \"captured\":" json(captured) ",\"durationMs\":" milliseconds(began, finished) ",\"sections\":[\"" sections "\"],"
            print " \"namespaces\":[\n" namespaces "],"
            print " \"files\":[\n" files "]}"
        }' "$@" >"$work/tree/manifest.json"
}

# The archive belongs to root, whoever ran this; where tar cannot say so, it says what the files say.
write_archive() {
    set -- -cf - manifest.json host
    for folder in kubernetes pods; do
        [ ! -d "$work/tree/$folder" ] || set -- "$@" "$folder"
    done
    ! tar --numeric-owner --owner=0 --group=0 --sort=name -cf /dev/null -T /dev/null 2>/dev/null || set -- --numeric-owner --owner=0 --group=0 --sort=name "$@"
    cd "$work/tree" || return 1
    if [ -n "$raw" ]; then
        tar "$@"
    else
        { tar "$@" || echo $? >"$work/tar.failed"; } | gzip -c && [ ! -e "$work/tar.failed" ]
    fi
}

# ---- start -----------------------------------------------------------------------------------------------------------------------

choose_sections() {
    for section in $(echo "$1" | tr ',' ' '); do
        case " $all_sections " in
            *" $section "*) ;;
            *) complain 2 "there is no section '$section'; the sections are: $all_sections" ;;
        esac
    done
    sections=
    for section in $all_sections; do
        case ",$1," in *",$section,"*) sections="$sections${sections:+ }$section" ;; esac
    done
    [ -n "$sections" ] || complain 2 "--only names no section; the sections are: $all_sections"
}

choose_host() {
    named=/run/netns
    [ -d "$named" ] || named=/var/run/netns
    host_net='' own_uts=$(inode_of /proc/self/ns/uts) host_uts=
    host_uts=$own_uts
    case $host_netns in
        '') ;;
        */*) host_net=$host_netns ;;
        *) host_net=$named/$host_netns ;;
    esac
    if [ -n "$host_pid" ]; then
        host_net=/proc/$host_pid/ns/net
        [ ! -d "/proc/$host_pid/root/run/netns" ] || named=/proc/$host_pid/root/run/netns
    fi
    host_inode=$(inode_of "${host_net:-/proc/self/ns/net}")
    if [ -n "$host_net" ]; then
        [ -n "$host_inode" ] || complain 2 "there is no network namespace at $host_net, or it cannot be read (are you root?)"
        command -v nsenter >/dev/null 2>&1 || complain 1 "nsenter (util-linux) is needed to enter $host_net"
    fi
}

main() {
    sections=$all_sections host_netns='' host_pid='' entries='' kubectl='' raw='' node=''
    while [ $# -gt 0 ]; do
        case $1 in
            --only | --netns | --pid | --node) [ $# -ge 2 ] || complain 2 "$1 needs a value" ;;
        esac
        case $1 in
            --only) choose_sections "$2" && shift ;;
            --netns) host_netns=$2 && shift ;;
            --pid)
                case $2 in '' | *[!0-9]*) complain 2 "--pid needs a process id, not '$2'" ;; esac
                host_pid=$2
                shift
                ;;
            --node) node=$2 && shift ;;
            --entries) entries=1 ;;
            --kubectl) kubectl=1 ;;
            --raw) raw=1 ;;
            --help | -h) usage && exit 0 ;;
            --version) echo "netpath-collect.sh $version" && exit 0 ;;
            *) complain 2 "unknown option '$1' (try --help)" ;;
        esac
        shift
    done
    [ -z "$host_netns" ] || [ -z "$host_pid" ] || complain 2 '--netns and --pid exclude each other'
    [ ! -t 1 ] || complain 2 'standard output is a terminal; write the archive to a file: netpath-collect.sh > node.tar.gz'
    [ -r /proc/net/dev ] || complain 1 'this needs Linux, with /proc mounted'
    for tool in awk tar stat xargs gzip; do
        command -v "$tool" >/dev/null 2>&1 || [ "$tool$raw" = gzip1 ] || complain 1 "$tool is needed and is missing on this machine"
    done

    umask 077
    LC_ALL=C
    export LC_ALL
    work=
    trap '[ -z "$work" ] || rm -rf "$work"' EXIT
    trap 'stop 129' HUP
    trap 'stop 130' INT
    trap 'stop 141' PIPE
    trap 'stop 143' TERM
    work=$(mktemp -d "${TMPDIR:-/tmp}/netpath-collect.XXXXXX") || complain 1 'cannot make a temporary folder'
    : >"$work/records.main"
    read -r started _ </proc/uptime
    captured=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    kernel=$(uname -r)
    take_pods=
    case " $sections " in *' pods '*) take_pods=1 ;; esac

    choose_host
    look_at_machine
    write_walker >"$work/walk.sh"
    [ -z "$take_pods$host_net" ] || find_namespaces
    walk_host
    [ -z "$take_pods" ] || walk_pods
    [ -z "$kubectl" ] || collect_objects
    write_manifest
    write_archive
    exit
}

# Read from standard input, the script must not be eaten by a command that reads it as well.
main "$@" </dev/null
