#!/bin/sh
# Starts what the units of the packages start, and stays.
set -e
mkdir -p /run/courier/authdaemon
chown courier:courier /run/courier /run/courier/authdaemon
/usr/sbin/authdaemond start
for s in imapd imapd-ssl pop3d pop3d-ssl; do /usr/lib/courier/$s start; done
trap 'exit 0' TERM INT
sleep infinity &
wait
