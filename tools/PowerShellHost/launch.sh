#!/bin/sh
# Runs PowerShell with the arguments given: pwsh where it is installed, else the host in this folder, which is built first when its
# sources have changed. With --which it only prints what it would run ("pwsh" or the host's path).
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
host="$root/out/host/netpath-host"
sources="$root/tools/PowerShellHost"

host_is_current() {
    [ -x "$host" ] && [ -e "$root/out/host/.built" ] &&
        [ -z "$(find "$sources" "$root/Directory.Build.props" "$root/Directory.Packages.props" \
            \( -name bin -o -name obj \) -prune -o -newer "$root/out/host/.built" -print | head -n 1)" ]
}

build_host() {
    if ! command -v dotnet >/dev/null 2>&1; then
        echo "NetPath needs the .NET SDK 10 (or pwsh): 'dotnet' was not found. See https://dotnet.microsoft.com/download" >&2
        exit 1
    fi

    # Built beside the old one and then moved, so that a host that is running keeps its files.
    fresh="$root/out/host.$$"
    mkdir -p "$fresh"
    trap 'rm -rf "$fresh"' EXIT
    trap 'exit 130' INT TERM
    if ! dotnet build "$sources/NetPath.PowerShellHost.csproj" -c Release -o "$fresh" -v quiet --nologo -nodeReuse:false \
        >"$fresh/build.log" 2>&1; then
        echo "The PowerShell host did not build:" >&2
        grep -E 'error' "$fresh/build.log" >&2 || cat "$fresh/build.log" >&2
        exit 1
    fi

    touch "$fresh/.built"
    rm -rf "$root/out/host"
    mv "$fresh" "$root/out/host"
    trap - EXIT INT TERM
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1
if command -v pwsh >/dev/null 2>&1; then
    shell=pwsh
else
    host_is_current || build_host
    shell=$host
fi

if [ "${1-}" = --which ]; then
    echo "$shell"
    exit 0
fi

exec "$shell" "$@"
