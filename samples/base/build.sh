#!/bin/sh
# Makes a base image from Debian packages, for machines that reach a package mirror but no image registry.
#   build.sh NAME PACKAGE…      for instance: build.sh node:7 nodejs curl
# What one expects to find in any image (a shell, coreutils, tar, ps, hostname) is always added.
# The packages and all they depend on are unpacked, not installed: no maintainer script runs, nothing of this machine gets in.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 NAME PACKAGE…" >&2; exit 2; }
name=$1
shift
coxswain=${COXSWAIN:-coxswain}

set -- "$@" bash coreutils grep hostname procps sed tar

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/debs" "$work/root"
: >"$work/status"
cd "$work/debs"

# With an empty list of installed packages apt resolves the whole closure.
closure=$(apt-get install -y --no-install-recommends -o Dir::State::status="$work/status" --print-uris "$@" |
    sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p")
[ -n "$closure" ] || { echo "$0: apt-get knows none of: $* (try apt-get update)" >&2; exit 1; }
# shellcheck disable=SC2086
apt-get download -o Dir::State::status="$work/status" $closure >/dev/null 2>&1

# Debian's merged /usr: the links have to be there before packages unpack into them.
for directory in bin sbin lib lib64; do
    mkdir -p "$work/root/usr/$directory"
    ln -s "usr/$directory" "$work/root/$directory"
done
for package in *.deb; do dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/root" --keep-directory-symlink; done
rm -rf "$work/root/usr/share/doc" "$work/root/usr/share/man" "$work/root/usr/share/locale" "$work/root/usr/share/info"
mkdir -p "$work/root/tmp" "$work/root/etc" "$work/root/root"
chmod 1777 "$work/root/tmp"
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n' >"$work/root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$work/root/etc/group"
# Debian's dash gets its link from a maintainer script.
[ -e "$work/root/bin/sh" ] || ln -s bash "$work/root/bin/sh"

printf 'FROM scratch\nADD root /\nENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nCMD ["/bin/sh"]\n' >"$work/Dockerfile"
cd "$work"
rm -rf "$work/debs"
"$coxswain" image build -t "$name" "$work"
