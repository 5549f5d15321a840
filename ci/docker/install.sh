#!/usr/bin/env bash
# Installs Debian packages, without a question and without what they merely recommend. Needs apt, and root or sudo.
# usage: install.sh PACKAGE …
set -euo pipefail

APT_S=600
QUIET=(-qq -o=Dpkg::Use-Pty=0 -o=Acquire::Retries=5)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else
    command -v sudo >/dev/null || {
      echo "not root, and no sudo: install $* by hand" >&2
      exit 1
    }
    sudo -n "$@"
  fi
}

echo "installing $*" >&2
as_root env DEBIAN_FRONTEND=noninteractive timeout "$APT_S" apt-get "${QUIET[@]}" update >&2
as_root env DEBIAN_FRONTEND=noninteractive timeout "$APT_S" apt-get "${QUIET[@]}" install -y --no-install-recommends "$@" >&2
