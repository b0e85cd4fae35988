#!/bin/sh
# Installs the Debian packages that are missing, and says nothing when none are.
#   packages.sh run     what a cluster needs
#   packages.sh build   what compiling needs
#   packages.sh test    what the tests need besides
set -eu
run="containerd runc containernetworking-plugins nftables libnftables1 conntrack iproute2 buildah skopeo docker-registry busybox-static haproxy tzdata libmimalloc2.0 libisal2"
build="libnftables-dev libsqlite3-dev zlib1g-dev libisal-dev libmimalloc-dev pkg-config"
test="curl jq python3 debootstrap etcd-server chromium"

wanted=""
for set in "$@"; do
    case $set in
    run) wanted="$wanted $run" ;;
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $test" ;;
    *) echo "packages.sh: no set of packages is called $set (run, build, test)" >&2; exit 2 ;;
    esac
done

missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "These packages are missing, and there is no apt-get here to install them:$missing" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "These packages are missing; install them as root: apt-get install$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# Debian starts the services of packages at once; a cluster starts its own containerd and registry instead.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    trap 'rm -f $policy' EXIT
fi
log=$(mktemp)
# shellcheck disable=SC2086
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install:$missing (whole log: $log)" >&2
    exit 1
fi
rm -f "$log"
