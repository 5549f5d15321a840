#!/usr/bin/env bash
# Makes the base image of the servers under test, mailspec-base:SUITE, from the package sources this machine's apt uses.
# For machines that have no registry of images. Needs root, debootstrap and a running engine; does nothing where the image exists.
# usage: make.sh bookworm|trixie [--force]
set -euo pipefail

SUITE=${1:?usage: make.sh bookworm|trixie [--force]}
TAG=mailspec-base:$SUITE
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

say() { echo "base image $SUITE: $*" >&2; }

if [ "${2:-}" != --force ] && docker image inspect "$TAG" >/dev/null 2>&1; then
  say "already there"
  exit 0
fi
command -v debootstrap >/dev/null || {
  say "debootstrap is missing; install it: apt-get install debootstrap"
  exit 1
}

# What apt reads on this machine: one line a source, its address and its release.
sources() { apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 2>/dev/null | sort -u; }
HOST_SUITE=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
MIRROR=${MIRROR:-$(sources | awk -v s="$HOST_SUITE" '$2 == s { print $1; exit }')}
SECURITY=${SECURITY:-$(sources | awk -v s="$HOST_SUITE-security" '$2 == s { print $1; exit }')}
[ -n "$MIRROR" ] || {
  say "apt names no source of $HOST_SUITE on this machine; give one as MIRROR=URL"
  exit 1
}

ROOT=$(mktemp -d)
trap 'rm -rf --one-file-system "$ROOT" "$ROOT.log"' EXIT
say "unpacking packages"
if ! debootstrap --variant=minbase "$SUITE" "$ROOT" "$MIRROR" >"$ROOT.log" 2>&1; then
  say "debootstrap failed; its last lines:"
  tail -n 20 "$ROOT.log" >&2
  exit 1
fi

rm -f "$ROOT/etc/apt/sources.list"
source_of() { printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n\n' "$1" "$2" "$KEYRING"; }
{
  source_of "$MIRROR" "$SUITE $SUITE-updates"
  [ -z "$SECURITY" ] || source_of "$SECURITY" "$SUITE-security"
} >"$ROOT/etc/apt/sources.list.d/debian.sources"

# As in images for containers: no service starts while a package is unpacked, no manuals, no translations.
printf '#!/bin/sh\nexit 101\n' >"$ROOT/usr/sbin/policy-rc.d"
chmod 755 "$ROOT/usr/sbin/policy-rc.d"
cat >"$ROOT/etc/dpkg/dpkg.cfg.d/container" <<'CFG'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
CFG
cat >"$ROOT/etc/apt/apt.conf.d/container" <<'CFG'
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Acquire::Retries "5";
APT::Install-Recommends "false";
CFG
rm -rf "$ROOT"/var/lib/apt/lists/* "$ROOT"/var/cache/apt/*.bin "$ROOT"/var/cache/apt/archives/*.deb \
  "$ROOT"/usr/share/man/* "$ROOT"/usr/share/info/* "$ROOT"/usr/share/locale/* "$ROOT"/var/log/*
find "$ROOT/usr/share/doc" -type f ! -name copyright -delete
: >"$ROOT/etc/resolv.conf"
: >"$ROOT/etc/hostname"

say "importing"
tar -C "$ROOT" --numeric-owner -c . | docker import -c 'CMD ["bash"]' - "$TAG" >/dev/null
say "made $(docker image inspect --format '{{.Size}}' "$TAG" | awk '{ printf "%.0f MB", $1 / 1e6 }')"
