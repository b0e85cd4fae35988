#!/bin/bash
# The tour of the README, and what may go wrong on it, with a stock kubectl on a cluster of its own that is deleted afterwards.
#   e2e.sh [BINARY] [PART…]     every part of scripts/e2e/parts in order, or only those named (cluster and images always come first)
# A line a step; a failed step shows its command and what was seen, and the walk goes on. Ends with `N passed, N failed`;
# the exit status is 0 only when nothing failed.
#   E2E_KEEP=1     leave the cluster running at the end
#   KUBECTL=…      the kubectl to use; E2E_API_PORT, E2E_REGISTRY_PORT, E2E_KUBELET_PORT: other ports than 16443, 15000, 20250
set -u
scripts=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$scripts")
BINARY=$(realpath "${1:-$project/.build/release/coxswain}")
[ $# -gt 0 ] && shift
KUBECTL=${KUBECTL:-kubectl}

# shellcheck source=scripts/e2e/steps.sh
. "$scripts/e2e/steps.sh"
# shellcheck source=scripts/e2e/cluster.sh
. "$scripts/e2e/cluster.sh"

own_cluster e2e E2E 16443 15000 20250 10.44 10.45 10.46
start_cluster || exit 1
for part in "$scripts"/e2e/parts/*.sh; do
    name=$(basename "$part" .sh)
    name=${name#*-}
    [ $# -eq 0 ] || [ "$name" = images ] || [[ " $* " == *" $name "* ]] || continue
    section "$name"
    # shellcheck disable=SC1090
    . "$part"
done
stop_cluster
