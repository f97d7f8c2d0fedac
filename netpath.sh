#!/bin/sh
# Opens a PowerShell prompt with NetPath loaded, or runs one command:
#   ./netpath.sh
#   ./netpath.sh 'Get-KubeServiceChain numbers-api | Resolve-PodRoute'
# The exit code is the command's: 1 when it failed.
set -eu
root=$(cd "$(dirname "$0")" && pwd)
module="$root/out/NetPath/NetPath.psd1"
launch="$root/tools/PowerShellHost/launch.sh"

module_is_current() {
    [ -e "$root/out/.module" ] && [ -e "$module" ] &&
        [ -z "$(find "$root/src" "$root/samples" "$root/docs/help" "$root/tools/HelpBuilder" "$root/NetPath.psd1" "$root/Directory.Build.props" \
            "$root/Directory.Packages.props" \( -name bin -o -name obj \) -prune -o -type f -newer "$root/out/.module" -print \
            2>/dev/null | head -n 1)" ]
}

module_is_current || "$root/build.sh" Build -ModuleOnly >&2
shell=$(sh "$launch" --which)
if [ "$shell" = pwsh ]; then
    quoted=$(printf '%s' "$module" | sed "s/'/''/g")
    load="Import-Module '$quoted' -ErrorAction Stop"
    if [ $# -gt 0 ]; then
        exec sh "$launch" -NoProfile -Command "$load; $*"
    fi
    exec sh "$launch" -NoProfile -NoExit -Command "$load; function prompt { 'NetPath> ' }"
fi

if [ $# -gt 0 ]; then
    exec sh "$launch" -Module "$module" -Command "$*"
fi
exec sh "$launch" -Module "$module" -Prompt 'NetPath> '
