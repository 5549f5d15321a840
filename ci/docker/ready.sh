#!/usr/bin/env bash
# Makes a container engine and the base images of the servers under test ready: installs Debian's packages where they are
# missing, and starts the daemon where none answers. Needs apt, and root or sudo, only for what is missing.
# Says on standard error what it does. Prints the process id of the daemon on standard output where it started one.
set -euo pipefail
cd "$(dirname "$0")/../.."

LOG=${DOCKERD_LOG:-${TMPDIR:-/tmp}/mailspec-dockerd.log}
WAIT_S=60

say() { echo "docker: $*" >&2; }
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else
    command -v sudo >/dev/null || {
      say "not root, and no sudo: cannot $1"
      exit 1
    }
    sudo -n "$@"
  fi
}

answers() { docker info >/dev/null 2>&1; }

start_daemon() {
  say "starting the daemon, its log is $LOG"
  as_root setsid --fork dockerd --pidfile /var/run/docker.pid </dev/null >"$LOG" 2>&1
  for _ in $(seq "$WAIT_S"); do
    if answers; then
      cat /var/run/docker.pid
      return
    fi
    sleep 1
  done
  say "the daemon does not answer after $WAIT_S s; its log ends:"
  tail -n 20 "$LOG" >&2
  exit 1
}

missing=()
command -v docker >/dev/null || missing+=(docker.io)
answers || command -v dockerd >/dev/null || missing+=(docker.io)
need_base=()
if [ "${1:-}" != --no-base ]; then
  for suite in bookworm trixie; do
    docker image inspect "mailspec-base:$suite" >/dev/null 2>&1 || need_base+=("$suite")
  done
  [ ${#need_base[@]} = 0 ] || command -v debootstrap >/dev/null || missing+=(debootstrap)
fi
[ ${#missing[@]} = 0 ] || ci/docker/install.sh "${missing[@]}"
answers || start_daemon
for suite in "${need_base[@]}"; do as_root ci/base-image/make.sh "$suite"; done
say "ready: engine $(docker version --format '{{.Server.Version}}')"
