#!/bin/bash
# Measures the release build with a load generator and prints a table.
#   KUBEBENCH=/path/to/kubebench scripts/bench.sh [BINARY]
# The generator is a program that takes -server, -cert, -key, -scenario, -count and -image and prints one JSON object a line with a
# member `scenario`. It runs beside the server on one machine, so only ratios between servers measured this way mean anything.
#   SCENARIOS=…     comma-separated (default: all that need no image: create,get,list,watch,schedule,deploy)
#   IMAGE=…         an image in the cluster's registry, for podstart and podburst
set -u
scripts=$(cd "$(dirname "$0")" && pwd)
BINARY=$(realpath "${1:-$(dirname "$scripts")/.build/release/coxswain}")
KUBECTL=${KUBECTL:-kubectl}
CLUSTER=bench
API_PORT=26444
scenarios=${SCENARIOS:-create,get,list,watch,schedule,deploy}

missing=""
[ "$(id -u)" = 0 ] || missing="$missing root"
[ -x "$BINARY" ] || missing="$missing $BINARY"
[ -x "${KUBEBENCH:-}" ] || missing="$missing a-load-generator-in-\$KUBEBENCH"
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
    -scenario "$scenarios" ${IMAGE:+-image "$IMAGE"} 2>"$work/error" | while read -r line; do
    row "$(jq -r '.scenario // "?"' <<<"$line")" "$(jq -r 'del(.scenario) | to_entries | map("\(.key)=\(.value)") | join("  ")' <<<"$line")"
done
[ ! -s "$work/error" ] || row "the generator said" "$(tail -n 3 "$work/error")"
row "after the load" "$(resident) resident, peak $(peak)"
