#!/bin/sh
# Runs build.ps1: in pwsh where it is installed, else in tools/PowerShellHost. Needs only git and the .NET SDK.
# usage: ./build.sh [TASK] [ARGUMENT...]      tasks are listed in build.ps1
set -eu
root=$(cd "$(dirname "$0")" && pwd)
exec sh "$root/tools/PowerShellHost/launch.sh" -NoProfile -File "$root/build.ps1" "$@"
