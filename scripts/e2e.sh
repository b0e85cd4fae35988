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

# The cluster's own name, ports and ranges: it can run beside another.
CLUSTER=e2e
API_PORT=${E2E_API_PORT:-$(free_port 16443)} REGISTRY_PORT=${E2E_REGISTRY_PORT:-$(free_port 15000)}
KUBELET_PORT=${E2E_KUBELET_PORT:-$(free_port 20250)}
POD_RANGE=10.44.0.0/16 SERVICE_RANGE=10.45.0.0/16 NODE_RANGE=10.46.0.0/24 NODE_ADDRESS=10.46.0.1
REGISTRY=localhost:$REGISTRY_PORT
IMAGE=$REGISTRY/kubia

work=$(mktemp -d /tmp/coxswain-e2e.XXXXXX)
# What clients remember of an earlier server at this address must not be believed.
export KUBECONFIG=$work/kubeconfig KUBECACHEDIR=$work/kube-cache

ready_machine || exit 2
trap finish EXIT
trap 'exit 130' INT TERM

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
