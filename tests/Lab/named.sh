#!/bin/sh
# named.sh HOSTNAME COMMAND...: gives this UTS namespace a host name, then becomes the command.
echo "$1" >/proc/sys/kernel/hostname
shift
exec "$@"
