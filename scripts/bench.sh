#!/bin/bash
# Measures the release build with a load generator and prints a table.
#   KUBEBENCH=/path/to/kubebench scripts/bench.sh [BINARY]
# The generator is a program that takes -server, -cert, -key, -scenario, -count and -image and prints one JSON object a line with a
# member `scenario`. It runs beside the server on one machine, so only ratios between servers measured this way mean anything.
# KUBEBENCH may also be its source, one Go file: it is compiled where there is a Go toolchain.
#   SCENARIOS=…     comma-separated (default: all that need no image)
#   COUNT=…         pods that are made and then read (default: 10000)
#   IMAGE=…         an image in the cluster's registry, for podstart and podburst
set -u
scripts=$(cd "$(dirname "$0")" && pwd)
BINARY=$(realpath "${1:-$(dirname "$scripts")/.build/release/coxswain}")
KUBECTL=${KUBECTL:-kubectl}
CLUSTER=bench
API_PORT=26444
scenarios=${SCENARIOS:-create,create1,patch,get,list,list0,page,select,watch,schedule,deploy}
COUNT=${COUNT:-10000}

missing=""
[ "$(id -u)" = 0 ] || missing="$missing root"
[ -x "$BINARY" ] || missing="$missing $BINARY"
case ${KUBEBENCH:-} in
*.go) [ -r "$KUBEBENCH" ] && command -v go >/dev/null || missing="$missing go-for-$KUBEBENCH" ;;
*) [ -x "${KUBEBENCH:-}" ] || missing="$missing a-load-generator-in-\$KUBEBENCH" ;;
esac
for tool in "$KUBECTL" jq curl; do command -v "$tool" >/dev/null || missing="$missing $tool"; done
if [ -n "$missing" ]; then
    echo "bench: missing here:$missing" >&2
    exit 2
fi

work=$(mktemp -d /tmp/coxswain-bench.XXXXXX)
export KUBECONFIG=$work/kubeconfig
finish() {
    "$BINARY" delete --name "$CLUSTER" >/dev/null 2>&1
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
case $KUBEBENCH in
*.go) GO111MODULE=off go build -o "$work/kubebench" "$KUBEBENCH" && KUBEBENCH=$work/kubebench || exit 2 ;;
esac

server() { cut -d' ' -f1 "/run/coxswain-$CLUSTER/coxswain.pid"; }
resident() { awk '/^VmRSS/ {printf "%.0f MB", $2 / 1024}' "/proc/$(server)/status"; }
peak() { awk '/^VmHWM/ {printf "%.0f MB", $2 / 1024}' "/proc/$(server)/status"; }
ticks() { awk '{print $14 + $15}' "/proc/$(server)/stat"; }
row() { printf '%-24s %s\n' "$1" "$2"; }

"$BINARY" up --name "$CLUSTER" --api-port $API_PORT --registry-port 15002 --kubelet-port 20252 \
    --pod-cidr 10.47.0.0/16 --service-cidr 10.48.0.0/16 --node-cidr 10.49.0.0/24 || exit 1
raw=$("$KUBECTL" config view --raw -o json)
jq -r '.users[0].user."client-certificate-data"' <<<"$raw" | base64 -d >"$work/admin.crt"
jq -r '.users[0].user."client-key-data"' <<<"$raw" | base64 -d >"$work/admin.key"

# Its pods name images that are nowhere: they are to load the API, not this machine's node.
[ -n "${IMAGE:-}" ] || "$KUBECTL" cordon -l kubernetes.io/os=linux >/dev/null

row "binary" "$(du -m --apparent-size "$BINARY" | cut -f1) MB, $("$BINARY" --version)"
sleep 5
before=$(ticks)
sleep 10
row "idle" "$(resident) resident, $(($(ticks) - before)) ms of CPU a second"   # 100 ticks a second, over ten seconds
# One run for all: what `create` made is what `get` and `list` read.
"$KUBEBENCH" -server "https://127.0.0.1:$API_PORT" -cert "$work/admin.crt" -key "$work/admin.key" \
    -scenario "$scenarios" -count "$COUNT" ${IMAGE:+-image "$IMAGE"} 2>"$work/error" | while read -r line; do
    row "$(jq -r '.scenario // "?"' <<<"$line")" "$(jq -r 'del(.scenario) | to_entries | map("\(.key)=\(.value)") | join("  ")' <<<"$line")"
done
[ ! -s "$work/error" ] || row "the generator said" "$(tail -n 3 "$work/error")"
row "after the load" "$(resident) resident, peak $(peak)"

# From the start of the process to the first answer of /readyz, with everything the load has left.
"$BINARY" down --name "$CLUSTER" >/dev/null || exit 1
begun=$(date +%s%N)
"$BINARY" up --name "$CLUSTER" >/dev/null &
while [ "$(curl -sk -m 1 "https://127.0.0.1:$API_PORT/readyz")" != ok ]; do
    [ $(($(date +%s%N) - begun)) -lt 60000000000 ] || break
    sleep 0.01
done
row "restart" "ready after $((($(date +%s%N) - begun) / 1000000)) ms"
wait
