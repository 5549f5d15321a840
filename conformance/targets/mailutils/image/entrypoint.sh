#!/bin/sh
# Both daemons in the foreground; their log is the container's.
imap4d --daemon --foreground &
pop3d --daemon --foreground &
trap 'kill $(jobs -p); exit 0' TERM INT
wait
